// Short names for the shapes that the program itself declares in its OpenAPI description. Nothing is
// typed by hand here: when the program changes, `npm run generate` changes these.
import type { components } from "@/generated/api";

type Shapes = components["schemas"];

export type FieldKind = Shapes["FieldKind"];
export type FieldValue = Shapes["FieldValue"];
export type FieldValues = Record<string, FieldValue>;
export type Stage = Shapes["Stage"];
export type Light = Shapes["Light"];
export type DayNature = Shapes["DayNature"];
export type Words = Shapes["Words"];
export type Named = Shapes["Named"];
export type Body = Shapes["Body"];
export type Field = Shapes["Field"];
export type Act = Shapes["Act"];
export type Ledger = Shapes["Ledger"];
export type Description = Shapes["Description"];
export type Session = Shapes["Session"];
export type SkippedDay = Shapes["SkippedDay"];
export type Clock = Shapes["Clock"];
export type LedgerRecord = Shapes["Record"];
export type RecordPage = Shapes["RecordPage"];
export type Today = Shapes["Today"];
export type Entry = Shapes["Entry"];
export type Journal = Shapes["Journal"];
export type Proof = Shapes["Proof"];
export type Figure = Shapes["Figure"];
export type UnitBrief = Shapes["UnitBrief"];
export type OverviewRow = Shapes["OverviewRow"];
export type Overview = Shapes["Overview"];
export type Unit = Shapes["Unit"];
export type Units = Shapes["Units"];
export type People = Shapes["People"];
export type ImportJob = Shapes["ImportJob"];
export type ImportReport = Shapes["ImportReport"];
export type ProblemDetails = Shapes["Problem"];
export type ProblemItem = Shapes["ProblemItem"];
