// What is written in steps, and which later act it is written for: that asks for what a first draft may
// still leave out. A ledger that is not named here has its form in one piece.
export interface Step { name: string; fields: readonly string[] }
export interface Form {
  steps?: readonly Step[];
  towards?: string; // the later act
  counts?: boolean; // it asks for the same whatever is written, so that what is there can be counted
  mine?: readonly string[]; // persons that are oneself unless one says otherwise
  today?: readonly string[]; // days that are today unless one says otherwise
  holders?: readonly string[]; // how many hold a post at the unit, unless one says otherwise
  asked?: readonly string[]; // a law of the act asks for them, though the record may stand without
  unasked?: Readonly<Record<string, readonly string[]>>; // columns that the program writes itself
  kept?: readonly string[]; // taken over from what is linked where nothing else is said
  given?: Readonly<Record<string, readonly string[]>>; // rows that come with the form: these columns are read, the others written
  isWhole?: boolean; // nothing of it is folded away
}

const promise: readonly Step[] = [
  { name: "promised", fields: ["content", "kind", "subject", "person", "duty", "clause", "clause_no", "predecessor"] },
  { name: "measured", fields: ["baseline", "target", "measure", "proof", "due"] },
  { name: "judged", fields: ["beneficiary_unit", "confirmer"] },
];
const directive: readonly Step[] = [
  { name: "document", fields: ["title", "kind", "number", "issuer", "basis", "issued_on", "taken_from"] },
  { name: "clauses", fields: ["clause_rows"] },
  { name: "whom", fields: ["audience", "audience_below", "audience_types"] },
  { name: "wanted", fields: ["reply_wanted", "reply_signed_by", "reply_due", "estimated_minutes"] },
];

// A plan's days of the first approval and what an item came from are the program's.
const plan: Form = { unasked: { items: ["first_due", "inherited_from", "continues"] } };

const forms: Record<string, Record<string, Form>> = {
  promises: {
    propose: { steps: promise, towards: "publish", counts: true, mine: ["person"] },
    amend: { steps: promise, towards: "publish", counts: true },
    resubmit: { steps: promise, towards: "publish", counts: true },
    register: { steps: promise },
  },
  directives: {
    draft: { steps: directive, towards: "check" },
    amend: { steps: directive, towards: "check" },
    register: { steps: directive },
  },
  plans: { draft: plan, edit: plan, inherit: plan },
  look_backs: {
    check: { asked: ["instructions_studied", "done_and_accepted", "cleaned_up", "rules_enforced", "linked_across_levels"] },
  },
  deliveries: { fill_in: { given: { form: ["name", "kind"] } } },
  requests: { state_use: { given: { use: ["name"] } } },
  exemplars: { edit: { isWhole: true }, adopt: { kept: ["title"] } },
  carriers: { adopt: { kept: ["title"] } },
  meetings: { enter: { today: ["held_on"], holders: ["due_to_attend"] } },
};

export const formOf = (ledger: string, act: string): Form | undefined => forms[ledger]?.[act];
// The acts by which one mends what was sent back.
export const mending = ["amend", "resubmit", "finish", "answer"];
