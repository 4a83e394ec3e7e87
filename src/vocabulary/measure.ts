/**
 * Measures: the counters that indicators name. Counts of a unit in a period, from dossiers (computed) or from a source's own
 * statistics (published). Definitions: indicators.md 5.2 and 1.2. Lateness belongs to the resolving unit, channel and volume
 * to the receiving unit.
 */
import { ITEM_COUNTER_NAMES, ITEM_COUNTERS, ITEM_KIND_NAMES, itemKindFacts, type ItemCounter, type ItemKind, type ItemMeasure } from './item';

/** Points of index 766 as the national portal publishes them: the only measures that are not counts. They stand beside our scores, never in their place. */
const POINTS = {
  portalScoreTransparency: ['điểm Cổng công bố: công khai, minh bạch', 'CKMB'],
  portalScoreProgress: ['điểm Cổng công bố: tiến độ giải quyết', 'TDGQ'],
  portalScoreOnline: ['điểm Cổng công bố: dịch vụ trực tuyến', 'CLGQ'],
  portalScorePayment: ['điểm Cổng công bố: thanh toán trực tuyến', 'TTTT'],
  portalScoreSatisfaction: ['điểm Cổng công bố: mức độ hài lòng', 'MDHL'],
  portalScoreDigitisation: ['điểm Cổng công bố: số hóa hồ sơ', 'MDSH'],
  portalScoreTotal: ['điểm Cổng công bố: tổng', 'TONG_SCORE'],
} as const;
export const isPoints = (measure: string): boolean => Object.hasOwn(POINTS, measure);

/** Title for people, meaning for us. */
const PLAIN_MEASURES = {
  // stock and flow of dossiers, by resolving unit
  carriedOver: ['hồ sơ từ kỳ trước chuyển qua', 'tồn kỳ trước: accepted before the period and not ended before it'],
  accepted: ['tiếp nhận mới (theo đơn vị giải quyết)', 'tiếp nhận mới trong kỳ, counted for the resolving unit'],
  handled: ['hồ sơ tiếp nhận và đang giải quyết', 'tiếp nhận và đang giải quyết trong kỳ = carried over + accepted'],
  handledOnTime: ['hồ sơ đúng hạn hoặc còn trong hạn', 'resolved on time + in progress within due, by the rules of index 766 – 2.1'],
  resolved: ['đã giải quyết', 'đã giải quyết: ended in the period'],
  resolvedEarly: ['giải quyết trước hạn', 'trước hạn: end date before the due date'],
  resolvedOnTime: ['giải quyết đúng hạn', 'đúng hạn, trước hạn included'],
  resolvedLate: ['giải quyết quá hạn', 'quá hạn'],
  resolvedUnjudged: ['giải quyết nhưng không có ngày hẹn trả', 'ended without a due date: không đủ dữ liệu'],
  inProgress: ['đang giải quyết', 'đang giải quyết at the end of the period'],
  inProgressLate: ['đang giải quyết quá hạn', 'đang giải quyết quá hạn at the end of the period'],
  inProgressUndated: ['đang giải quyết, không có ngày hẹn trả', 'đang giải quyết without a due date'],
  handledUndatedOnTime: ['không có ngày hẹn trả, trong thời hạn tối đa', 'handled without a due date, within the maximum time of the procedure: among those on time of 2.1'],
  inProgressResupplied: ['đang giải quyết, còn trong hạn, đã yêu cầu bổ sung lần hai', 'open with a due date and in time, asked for supplements again: overdue for 2.1'],
  dueSoonResupplied: ['sắp đến hạn, đã yêu cầu bổ sung lần hai', 'due soon, asked for supplements again'],
  dueSoon: ['sắp đến hạn', 'open with the due date in the next working days'],
  processingMinutes: ['thời gian giải quyết', 'elapsed minutes from reception to end of the dossiers resolved in the period'],
  workingMinutes: ['thời gian làm việc để giải quyết', 'working minutes from reception to end without waiting for supplements, of those resolved in the period for which it can be said'],
  resolvedTimed: ['đã giải quyết, tính được thời gian làm việc', 'of those resolved in the period, the ones in workingMinutes'],
  handledElectronicResult: ['hồ sơ có kết quả điện tử', 'dossiers handled in the period with an electronic result (4.1)'],
  handledDigitised: ['hồ sơ có thành phần số hóa', 'dossiers handled in the period with digitised components (4.2)'],
  // volume and channel, by receiving unit
  received: ['tiếp nhận mới', 'tiếp nhận mới trong kỳ'],
  receivedOnline: ['nộp trực tuyến', 'KenhThucHien 2'],
  receivedCounter: ['nộp trực tiếp', 'KenhThucHien 1 or empty'],
  receivedPostal: ['nộp qua bưu chính công ích', 'KenhThucHien 3'],
  receivedOther: ['nộp theo kênh khác', 'channels outside the three of the law'],
  returned: ['kết quả đã trả', 'results handed over in the period'],
  returnedPostal: ['kết quả trả qua bưu chính công ích', 'results handed over by public post'],
  feeDossiers: ['hồ sơ có nghĩa vụ tài chính', 'dossiers with a financial obligation received in the period'],
  feeDossiersPaidOnline: ['hồ sơ thanh toán trực tuyến', 'of these, paid online'],
  // counts only portals and catalogues know
  feeProcedures: ['TTHC có phí', 'TTHC with a fee'],
  feeProceduresPaidOnline: ['TTHC có thanh toán trực tuyến', 'TTHC with at least one online payment'],
  feeProceduresSynced: ['TTHC đồng bộ dữ liệu thu phí', 'TTHC with fee data synchronised'],
  certifiedCopyUnits: ['đơn vị cấp xã', 'commune units'],
  certifiedCopyUnitsProviding: ['đơn vị chứng thực bản sao điện tử', 'commune units providing electronic certified copies'],
  resultDossiers: ['hồ sơ xét kết quả điện tử', 'dossiers that 4.1 is measured on'],
  componentDossiers: ['hồ sơ xét số hóa thành phần', 'dossiers that 4.2 is measured on'],
  reuseDossiers: ['hồ sơ xét tái sử dụng dữ liệu', 'dossiers that 4.3 is measured on'],
  storeDossiers: ['hồ sơ xét đồng bộ kho dữ liệu', 'dossiers that 4.4 is measured on'],
  citizenDossiers: ['hồ sơ xét kết nối dân cư', 'dossiers that 4.5b is measured on'],
  satisfactionDossiers: ['hồ sơ xét mức độ hài lòng', 'dossiers that 5.4 is measured on'],
  handledReused: ['hồ sơ tái sử dụng dữ liệu số hóa', 'dossiers that reuse digitised data'],
  handledStored: ['hồ sơ đồng bộ kho dữ liệu cá nhân', 'dossiers synchronised with the personal data store'],
  citizenProcedures: ['TTHC thuộc diện kết nối dân cư', 'TTHC in scope of the population database'],
  citizenProceduresConnected: ['TTHC đã kết nối dân cư', 'of these, connected'],
  handledCitizenConnected: ['hồ sơ kết nối dữ liệu dân cư', 'dossiers connected with the population database'],
  // electronic documents (indicators.md 6), by sending unit on the day of dispatch: a document once, whatever the number of its receivers; taken back and replaced ones left out
  documentsOutgoing: ['văn bản đi', 'all outgoing documents'],
  edocumentsSent: ['văn bản điện tử gửi', 'sent through the document axis'],
  edocumentsReceived: ['văn bản điện tử nhận', 'deliveries that arrived (01 or later), by receiving unit on the day of arrival'],
  edocumentsSigned: ['văn bản điện tử ký số', 'of those sent, digitally signed'],
  edocumentsPaperless: ['văn bản điện tử ký số, không gửi kèm bản giấy', 'sent through the axis, signed, without a parallel paper copy'],
  edocumentsWithPaper: ['văn bản điện tử có gửi kèm bản giấy', 'of those sent, with a parallel paper copy (paper duplicates)'],
  edocumentsDelivered: ['văn bản điện tử đã đến', 'of those sent, state 01 or later at every receiver'],
  edocumentsAccepted: ['văn bản điện tử được tiếp nhận', 'of those sent, state 03 or later at every receiver; an open recall request (13) does not say'],
  edocumentsRefused: ['văn bản điện tử bị từ chối', 'of those sent, state 02 at one receiver or more'],
  edocumentsCompleted: ['văn bản điện tử hoàn thành', 'of those sent, state 06 at every receiver'],
  edocumentsStuck: ['văn bản điện tử bị kẹt', 'sent and not delivered within the configured hours'],
  edocumentsFailed: ['văn bản điện tử gửi không thành công', 'no delivery succeeded; not among those sent'],
  edocumentsRecalled: ['văn bản điện tử đã lấy lại', 'taken back with the consent of the receivers (13, then 15)'],
  edocumentsReplaced: ['văn bản điện tử đã được thay thế', 'a replacement took their place'],
  // payment and post, as their own platforms state them
  paymentTransactions: ['giao dịch thanh toán trực tuyến thành công', 'payments that the platform confirms (MaLoi 00)'],
  paymentAmount: ['số tiền thanh toán trực tuyến (đồng)', 'sum of their amounts'],
  postalConsignments: ['bưu gửi hồ sơ, kết quả qua BCCI', 'consignments that the postal operator took over'],
  postalDelivered: ['bưu gửi đã phát thành công', 'of these, delivered'],
  feedback: ['PAKN tiếp nhận', 'PAKN received'],
  feedbackOnTime: ['PAKN xử lý đúng hạn', 'PAKN handled on time'],
  feedbackSatisfied: ['PAKN xử lý hài lòng', 'PAKN handled to satisfaction'],
  handledSatisfied: ['hồ sơ đúng hạn, không bị phản ánh', 'dossiers on time without PAKN or dislike'],
  // what one-stop systems publish in their own reports; their definitions are their own
  onlineSubmitted: ['hồ sơ nộp trực tuyến (báo cáo của hệ thống)', 'dossiers handed in online'],
  onlineSubmittedFull: ['hồ sơ nộp trực tuyến toàn trình (báo cáo của hệ thống)', 'of these, of services that are online wholly'],
  onlineSubmittedPartial: ['hồ sơ nộp trực tuyến một phần (báo cáo của hệ thống)', 'of these, of services that are online in part'],
  onlineWaiting: ['hồ sơ trực tuyến chờ tiếp nhận (báo cáo của hệ thống)', 'handed in online, not accepted yet'],
  onlineAccepted: ['hồ sơ trực tuyến đã tiếp nhận (báo cáo của hệ thống)', 'handed in online and accepted'],
  onlineCompleted: ['hồ sơ trực tuyến đã hoàn thành (báo cáo của hệ thống)', 'handed in online and completed'],
  onlineRefused: ['hồ sơ trực tuyến bị từ chối (báo cáo của hệ thống)', 'handed in online and refused'],
  onlinePaid: ['hồ sơ trực tuyến đã thanh toán trực tuyến (báo cáo của hệ thống)', 'handed in online and paid online'],
  onlineScope: ['hồ sơ của TTHC có DVC trực tuyến (báo cáo của hệ thống)', 'dossiers of procedures that are offered online, by any channel'],
  procedures: ['TTHC (báo cáo của hệ thống)', 'procedures in force'],
  proceduresUsed: ['TTHC phát sinh hồ sơ (báo cáo của hệ thống)', 'procedures with dossiers in the period'],
  proceduresOnline: ['TTHC cung cấp DVC trực tuyến (báo cáo của hệ thống)', 'procedures offered online'],
  proceduresOnlineFull: ['TTHC trực tuyến toàn trình (báo cáo của hệ thống)', 'of these, wholly'],
  proceduresOnlinePartial: ['TTHC trực tuyến một phần (báo cáo của hệ thống)', 'of these, in part'],
  feeProceduresUsed: ['TTHC có phí phát sinh hồ sơ (báo cáo của hệ thống)', 'procedures with a fee and with dossiers in the period'],
  feeProcedureDossiers: ['hồ sơ của TTHC có phí (báo cáo của hệ thống)', 'dossiers of procedures with a fee, whether it fell due or not'],
  feeProcedureDossiersPaidOnline: ['hồ sơ của TTHC có phí đã thanh toán trực tuyến (báo cáo của hệ thống)', 'of these, paid online'],
  digitisationReceived: ['hồ sơ tiếp nhận xét số hóa (báo cáo của hệ thống)', 'received dossiers the digitisation report counts on'],
  receivedDigitised: ['hồ sơ tiếp nhận có số hóa thành phần (báo cáo của hệ thống)', 'of these, with digitised components'],
  receivedReused: ['hồ sơ tiếp nhận tái sử dụng thành phần (báo cáo của hệ thống)', 'of these, reusing components'],
  digitisationResolved: ['hồ sơ đã giải quyết xét số hóa (báo cáo của hệ thống)', 'resolved dossiers the digitisation report counts on'],
  resolvedDigitised: ['hồ sơ đã giải quyết có số hóa kết quả (báo cáo của hệ thống)', 'of these, with a digitised result'],
  bothDigitised: ['hồ sơ số hóa cả thành phần và kết quả (báo cáo của hệ thống)', 'components and result digitised'],
  withdrawn: ['hồ sơ rút (báo cáo của hệ thống)', 'withdrawn by the person'],
  invalid: ['hồ sơ không hợp lệ (báo cáo của hệ thống)', 'found not valid'],
  carriedForward: ['hồ sơ tồn cuối kỳ (báo cáo của hệ thống)', 'left at the end of the period'],
  // what the national portal shows of us
  portalDossiers: ['hồ sơ phát sinh (Cổng DVCQG thống kê)', 'HS_TOTAL of the portal'],
  portalSynced: ['hồ sơ đã đồng bộ (Cổng DVCQG thống kê)', 'DB_TOTAL of the portal'],
  portalLookups: ['lượt tra cứu hồ sơ trên Cổng DVCQG', 'TNTK_TOTAL of the portal'],
  portalResolvedOnTime: ['giải quyết đúng hạn (Cổng DVCQG thống kê)', 'HTDH of the portal'],
  portalResolvedLate: ['giải quyết quá hạn (Cổng DVCQG thống kê)', 'HTQH of the portal'],
  portalInProgress: ['đang xử lý trong hạn (Cổng DVCQG thống kê)', 'DXLTH of the portal'],
  portalInProgressLate: ['đang xử lý quá hạn (Cổng DVCQG thống kê)', 'DXLQH of the portal'],
  portalOnline: ['nộp trực tuyến (Cổng DVCQG thống kê)', 'HTN_TRUCTUYEN of the portal'],
  portalPaidOnline: ['giao dịch thanh toán trực tuyến (Cổng DVCQG thống kê)', 'GDTT_TOTAL of the portal'],
  ...POINTS,
  feedbackOnProcedures: ['PAKN về TTHC', 'PAKN about procedures (5.1)'],
  feedbackOnStaff: ['PAKN về cán bộ', 'PAKN about officials (5.1)'],
  announcedProcedures: ['TTHC công bố trong kỳ', 'TTHC announced in the period (1.1)'],
  announcedOnTime: ['TTHC công bố đúng hạn', 'of these, on time'],
  publishableProcedures: ['TTHC phải công khai trong kỳ', 'TTHC published or due to be published in the national database (1.2)'],
  publishedOnTime: ['TTHC cập nhật, công khai đúng hạn', 'of these, published on time'],
  publicProcedures: ['TTHC đang công khai', 'public TTHC (1.3), a snapshot'],
  publicComplete: ['TTHC công khai đủ nội dung', 'of these, with all 7 mandatory parts'],
  reportedNationally: ['hồ sơ tiếp nhận theo hệ thống báo cáo quốc gia', 'received per national reporting system (1.4)'],
  receivedByPortal: ['hồ sơ tiếp nhận theo Cổng DVCQG', 'received per DVCQG (1.4)'],
  dossiersToSync: ['hồ sơ phải đồng bộ', 'larger of received per national reporting system and per DVCQG (1.4)'],
  dossiersSynced: ['hồ sơ đã đồng bộ lên Cổng DVCQG', 'of these, synchronised with DVCQG'],
  authorityProcedures: ['TTHC thuộc thẩm quyền', 'TTHC under the authority of the unit (3.1)'],
  partialServices: ['DVCTT một phần', 'TTHC whose highest level is một phần'],
  fullServices: ['DVCTT toàn trình', 'TTHC whose highest level is toàn trình'],
  onlineServices: ['DVCTT cung cấp', 'online services provided (3.2)'],
  onlineServicesUsed: ['DVCTT phát sinh hồ sơ', 'of these, with at least one online dossier'],
  integratedServices: ['DVCTT tích hợp trên Cổng DVCQG', 'online services integrated on DVCQG'],
  postalProcedures: ['TTHC công bố thực hiện qua BCCI', 'TTHC announced for public post'],
  postalProceduresUsed: ['TTHC phát sinh hồ sơ qua BCCI', 'of these, with at least one dossier by post'],
  // dossiers, further counts that a source may publish
  lateApologised: ['hồ sơ quá hạn có văn bản xin lỗi', 'late dossiers, resolved or open, with an apology letter'],
  rescheduledTwice: ['hồ sơ hẹn lại quá 1 lần', 'dossiers received in the period (for the resolving unit) whose due date was set again more than once'],
  supplementRepeated: ['hồ sơ yêu cầu bổ sung quá 1 lần', 'dossiers received in the period with more than one supplement request'],
  declaredOutside: ['hồ sơ khai báo ngoài phần mềm', 'dossiers that the unit declares outside the one-stop system'],
  contactComplete: ['hồ sơ đủ địa chỉ, điện thoại', 'dossiers received with address and phone present (presence only)'],
  receivedNonTerritorial: ['hồ sơ phi địa giới', 'received by a commune that is not the home unit of the applicant'],
  receivedAtCommunes: ['hồ sơ cấp xã tiếp nhận', 'received by communes'],
  // outgoing documents as units declare them; the total of VB.TYLE
  documentsClassified: ['văn bản mật', 'classified ones, a number declared by the unit'],
  documentsPaperOnly: ['văn bản phải là bản giấy', 'on paper by law'],
  documentsEligible: ['văn bản đi thuộc diện gửi điện tử', 'outgoing less classified and paper by law'],
  // registers and surveys that come as counts
  unitsToInspect: ['đơn vị thuộc diện kiểm tra CCHC', 'units within the plan of reform inspections'],
  unitsInspected: ['đơn vị đã kiểm tra CCHC', 'of these, inspected'],
  selfFinancedBase: ['đơn vị tự bảo đảm chi thường xuyên năm gốc 2021', 'self-financing units in the base year 2021'],
  partlyFinancedBase: ['đơn vị tự bảo đảm một phần năm gốc 2021', 'partly self-financing units in the base year 2021'],
  sipasIndex: ['chỉ số SIPAS công bố', 'published SIPAS, percent'],
  parInternalIndex: ['chỉ số CCHC nội bộ', 'points of the internal index'],
  parSelfScore: ['điểm tự chấm PAR Index', 'self-scored points of the PAR Index'],
} as const;
type PlainMeasure = keyof typeof PLAIN_MEASURES;
/** A plain counter, or one of register items: `task.due`, `inspection.done.reform`. */
export type Measure = PlainMeasure | ItemMeasure;

/** Every measure with its Vietnamese title, what people read where it is named. */
export const MEASURE_TITLES = Object.fromEntries([...Object.entries(PLAIN_MEASURES).map(([name, [title]]) => [name, title]), ...ITEM_KIND_NAMES.flatMap(itemTitles)]) as Readonly<Record<Measure, string>>;
export const MEASURE_NAMES = Object.keys(MEASURE_TITLES) as Measure[];
export const isMeasure = (name: string): name is Measure => Object.hasOwn(MEASURE_TITLES, name);

function itemTitles(kind: ItemKind): [string, string][] {
  const { title, classes = {}, verdict } = itemKindFacts(kind);
  const counted = (counter: ItemCounter) => (counter === 'positive' ? verdict ?? 'đạt' : counter === 'allPositive' ? `trong số hiện có, ${verdict ?? 'đạt'}` : ITEM_COUNTERS[counter].split(':')[0]!);
  return ITEM_COUNTER_NAMES.flatMap((counter) => [
    [`${kind}.${counter}`, `${title}: ${counted(counter)}`] as [string, string],
    ...Object.entries(classes).map(([name, words]): [string, string] => [`${kind}.${counter}.${name}`, `${title} ${words}: ${counted(counter)}`]),
  ]);
}

/** Parts a publisher is taken to have counted by when it gives a percentage without its counts: larger than any count of a unit, so that it is never taken for one. */
export const PARTS_OF_A_RATIO = 1_000_000;

/** Counts of distinct procedures or services, and published indices: never added up over units. */
export const NOT_ADDITIVE: ReadonlySet<string> = new Set<Measure>([
  'feeProcedures', 'feeProceduresPaidOnline', 'feeProceduresSynced', 'citizenProcedures', 'citizenProceduresConnected', 'announcedProcedures', 'announcedOnTime',
  'publishableProcedures', 'publishedOnTime', 'publicProcedures', 'publicComplete', 'authorityProcedures', 'partialServices', 'fullServices', 'onlineServices', 'onlineServicesUsed',
  'integratedServices', 'postalProcedures', 'postalProceduresUsed', 'sipasIndex', 'parInternalIndex', 'parSelfScore',
  'procedures', 'proceduresUsed', 'proceduresOnline', 'proceduresOnlineFull', 'proceduresOnlinePartial', 'feeProceduresUsed', ...Object.keys(POINTS) as Measure[],
]);
