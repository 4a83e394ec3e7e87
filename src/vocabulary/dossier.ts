/** One dossier (hồ sơ), without any personal data: what is not named here does not enter. */
import type { Instant } from './time';
import type { UnitLevel, UnitRef } from './unit';

/** TrangThaiHoSo of the national exchange; the numbers are stored. Source: indicators.md 5.1. */
export const DOSSIER_STATUS = {
  registered: 1, accepted: 2, refused: 3, inProcess: 4, supplement: 5,
  financial: 6, withdrawn: 7, stopped: 8, done: 9, handedOver: 10,
} as const;
export type DossierStatus = keyof typeof DOSSIER_STATUS;

/** KenhThucHien; `other` is what a source sends beside the three channels of the law. */
export const CHANNEL = { counter: 1, online: 2, postal: 3, other: 9 } as const;
export type Channel = keyof typeof CHANNEL;

/** Levels of online service of NĐ 42/2022: toàn trình, một phần, information only. */
export const SERVICE_LEVEL = { full: 4, partial: 3, information: 2 } as const;
export type ServiceLevel = keyof typeof SERVICE_LEVEL;

/** From the request for a supplement to its answer; null = still waiting. */
export interface DossierPause { asked: Instant; answered: Instant | null }

export interface Dossier {
  /** Dossier number of the source (pseudonymous: it names a file, not a person). */
  code: string;
  /** A second code under which the same source lists it again (maHoSoKhac); null when there is none. */
  otherCode: string | null;
  procedureCode: string | null;
  procedureName: string | null;
  /** Field (lĩnh vực) of the procedure. */
  fieldCode: string | null;
  fieldName: string | null;
  receivingUnit: UnitRef | null;
  resolvingUnit: UnitRef | null;
  channel: Channel;
  serviceLevel: ServiceLevel | null;
  status: DossierStatus;
  submittedAt: Instant | null;
  /** NgayTiepNhan. */
  receivedAt: Instant | null;
  /** NgayHenTra, the legal reference for lateness. */
  dueAt: Instant | null;
  /** NgayKetThucXuLy, the moment that decides lateness. */
  endedAt: Instant | null;
  /** Hand-over to the applicant; never used for lateness. */
  returnedAt: Instant | null;
  /** First supplement request. */
  supplementAt: Instant | null;
  /** Second supplement request: from then on, while it is not finished, the dossier is overdue by index 766 – 2.1. */
  secondSupplementAt: Instant | null;
  supplementCount: number;
  /** How often the due date was set again (hẹn lại). */
  reappointments: number;
  returnChannel: Channel | null;
  /** HoSoCoThanhPhanSoHoa. Flags are null when the source does not say. */
  digitised: boolean | null;
  electronicResult: boolean | null;
  /** The procedure has a fee and not every fee item of the dossier is 0. */
  feeDue: boolean | null;
  /** DuocThanhToanTrucTuyen 1 or 2. */
  paidOnline: boolean | null;
  apologyLetter: boolean | null;
  /** Presence of the applicant's address and phone; the values themselves never enter. */
  addressPresent: boolean | null;
  phonePresent: boolean | null;
  /** Unit of the applicant's place of residence or seat: only its code, for reception outside it (phi địa giới). */
  homeUnit: UnitRef | null;
  /** Waiting for supplements, as the source lists it; null when it gives no list. */
  pauses: readonly DossierPause[] | null;
  /** Last change as the source states it. */
  modifiedAt: Instant | null;
}

/** What the working calendar and the time limits of procedures say of a dossier. */
export interface DossierTimes {
  /** Working minutes from reception to end without waiting for supplements; null = not finished, or it cannot be said. */
  workingMinutes: number | null;
  /** Without a promised date: when the maximum time of the procedure is over; null = promised, or the maximum is not known. */
  limitDueAt: Instant | null;
}
/** `level`: of the resolving unit, for its working hours. */
export type TimesOf = (dossier: Dossier, level: UnitLevel | null) => DossierTimes;
