/** A procedure (thủ tục hành chính) as a catalogue lists it. */
export interface ProcedureRecord {
  code: string;
  name: string;
  fieldCode: string | null;
  fieldName: string | null;
  /** Levels of administration that carry it out, in the catalogue's own words. */
  level: string | null;
  active: boolean;
  /** null = the catalogue does not say. */
  hasFee: boolean | null;
}
