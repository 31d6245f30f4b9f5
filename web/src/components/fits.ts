// Of what a link may name only what its law would let pass is offered, and which that is is said beside it,
// so that nobody chooses what is refused afterwards.
import type { FieldValue, ListItem } from "@/api/wire";
import { i18n } from "@/words/language";

// What stands in the form while it is written, and the unit whose record it is.
export interface Written { value: (field: string) => FieldValue; unit: () => string | undefined; record: () => string | undefined }
export interface Fit {
  states: readonly string[];
  narrowed?: Record<string, string>; // as a list is narrowed
  isFit?: (one: ListItem) => boolean;
  says: string; // which are offered
  isWaiting?: boolean; // nothing can be offered yet, and `says` tells what for
}

const phaseWords = (written: Written) => (written.value("phase") ? String(written.value("phase")) : "");

type Finds = (written: Written) => Fit;
const fits: Record<string, Finds> = {
  "plans.parent": (written) => {
    const phase = phaseWords(written);
    return {
      states: ["approved", "running"], narrowed: { phase }, isWaiting: !phase, isFit: ({ unit }) => unit.id !== written.unit(),
      says: i18n.global.t(phase ? "fits.planAbove" : "fits.phaseFirst"),
    };
  },
  "plans.last_phase": (written) => {
    const phase = phaseWords(written), unit = written.unit();
    const narrowed: Record<string, string> = {};
    if (unit) narrowed.own_unit = unit;
    return {
      states: ["running", "closed"], narrowed, isWaiting: !phase, isFit: ({ fields }) => fields.phase !== phase,
      says: i18n.global.t(phase ? "fits.lastPhase" : "fits.phaseFirst"),
    };
  },
  "carriers.adopted_from": (written) => ({
    states: ["approved", "running", "ended", "merged"], isFit: ({ unit }) => unit.id !== written.unit(), says: i18n.global.t("fits.othersCarrier"),
  }),
  "carriers.merged_into": (written) => ({
    states: ["approved", "running"], isFit: ({ id }) => id !== written.record(), says: i18n.global.t("fits.livingCarrier"),
  }),
  "exemplars.adopted_from": (written) => ({
    states: ["published", "handed_down", "adopted"], isFit: ({ unit }) => unit.id !== written.unit(), says: i18n.global.t("fits.practice"),
  }),
};

export const fitOf = (ledger: string, field: string, written: Written | undefined): Fit | undefined =>
  written ? fits[`${ledger}.${field}`]?.(written) : undefined;
