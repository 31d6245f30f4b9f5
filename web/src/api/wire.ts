// Short names for the shapes that the program itself declares in its OpenAPI description. When the
// program changes, `npm run generate` changes these. The program knows each ledger by its own type;
// the desk's views serve every ledger, so here a record's ledger, state and fields are any.
import type { components } from "@/generated/api";

type Shapes = components["schemas"];

export type FieldKind = Shapes["Kind"];
// To a record of one of several ledgers, or to one row of it.
export interface RowLink { ledger: string; record: string; row?: number }
export type Cell = string | number | boolean | string[] | RowLink | null;
// A numbered part of a record; one without a number is new.
export interface Row { row?: number; [column: string]: Cell | undefined }
export type FieldValue = Cell | Row[];
export type FieldValues = Record<string, FieldValue>;
export type Stage = Shapes["Stage"];
export type Clock = NonNullable<Shapes["Clock"]>;
export type Light = Clock["light"];
export type SkippedDay = Shapes["SkippedDay"];
export type Words = Shapes["Words"];
export type Named = Shapes["Named"];
export type Body = Shapes["Body"];
export type Field = Shapes["FieldDescription"];
export type Act = Shapes["ActDescription"];
export type Ledger = Shapes["LedgerDescription"];
export type Description = Shapes["Description"];
export type Session = Shapes["Session"];
export type PostProposal = Shapes["PostProposals"]["proposals"][number];
export type Reorganisation = Shapes["PostProposals"]["reorganisations"][number];
export type AccountLine = Shapes["Accounts"]["accounts"][number];
export interface AccountMade { name: string; person_name?: string; one_time_password?: string }
export type LookedAt = Shapes["LookedAt"];
export type PeopleImported = Shapes["PeopleImported"];
export type UnitsImported = Shapes["UnitsImported"];
export type ListWord = Shapes["ListWord"];
export type KeptMappings = Shapes["KeptMappings"];
export type KeptMapping = KeptMappings["mappings"][number];
export type MappingVersion = KeptMappings["versions"][number];
export type OwnAccount = Shapes["OwnAccount"];
export type SecondFactorBegun = Shapes["SecondFactorBegun"];
export type Turn = Shapes["Turn"];
export type LedgerRecord = Omit<Shapes["Record"], "fields" | "clock"> & {
  fields: FieldValues;
  clock: Clock | null;
};
// What a list holds of a record: title, chosen columns, and what every line shows.
export type ListItem = Omit<Shapes["ListItem"], "fields" | "clock"> & {
  fields: FieldValues;
  clock?: { due?: string; light: Light; working_days_left: number };
};
export type ListPage = Omit<Shapes["Page"], "items"> & { items: ListItem[] };
export type RecordPage = Omit<Shapes["Page"], "items"> & { items: LedgerRecord[] };
export type SavedView = Shapes["SavedView"];
export type Today = Omit<Shapes["Today"], "items"> & { items: LedgerRecord[] };
export type Entry = Shapes["JournalEntry"];
export type Awaited = NonNullable<Shapes["Record"]["awaited"]>[number];
export type Citing = Shapes["Citing"];
export type Chain = Shapes["Chain"];
export type Burden = Shapes["Burden"];
export type AskedOfUnits = Shapes["AskedOfUnits"];
export type ErasedPart = Shapes["ErasedPart"];
export type Erasures = Shapes["Erasures"];
export type Erasure = Erasures["erasures"][number];
export type ErasableEntries = Shapes["ErasableEntries"];
export type ErasableEntry = ErasableEntries["entries"][number];
export type Journal = Shapes["Journal"];
export type Proof = Shapes["Proof"];
export type Figure = Shapes["Figure"];
export type Overview = Shapes["Overview"];
export type OverviewRow = Overview["rows"][number];
export type UnitLine = Shapes["UnitLine"];
export type UnitHit = PublicUnits["units"][number];
export type Unit = Shapes["Unit"];
export type Units = Shapes["Units"];
export type SearchHit = Shapes["SearchHit"];
export type SearchResult = Shapes["SearchResult"];
export type PublicUnits = Shapes["PublicUnits"];
export type People = Shapes["People"];
export type ImportJob = Shapes["Import"];
export type Imports = Shapes["Imports"];
export type ListedImport = Shapes["ListedImport"];
export type ProblemDetails = Shapes["Problem"];
export type ProblemItem = Shapes["OneProblem"];
export type TreeLevel = Shapes["TreeLevel"];
export type UnitHistory = Shapes["UnitHistory"];
export type Preview = Shapes["Preview"];
export type Handovers = Shapes["Handovers"];
export type Handover = Handovers["handovers"][number];
export type UnitDescription = Shapes["UnitDescription"];
export type OrganisationDone = Shapes["OrganisationActDone"];
export type Campaign = Shapes["Campaign"];
export type CampaignTold = Shapes["CampaignTold"];
export type CampaignPage = Shapes["CampaignPage"];
export type CampaignFigure = Shapes["CampaignFigures"][number];
export type Quote = Shapes["Quote"];
export type PolicyValues = Shapes["PolicyValues"];
export type PolicyValue = PolicyValues["values"][number];
export type Calendars = Shapes["Calendars"];
export type CalendarPreview = Shapes["CalendarPreview"];
export type Held = Shapes["Held"];
export type Witnesses = Shapes["Witnesses"];
export type AuditTrail = Shapes["AuditTrail"];
export type AuditEntry = AuditTrail["entries"][number];
