import { join } from 'node:path';
import { projectRoot } from '../../platform/root';
import { HOUR, MINUTE, startOfDay } from '../../vocabulary';
import { loadCalendar } from '../calendar';
import { workingDaysSince, workingTime } from './working-time';

const calendar = loadCalendar([join(projectRoot(), 'config/calendar/vn-public-holidays-2024-2028.json')]);
const local = (day: string, hour: number, minute = 0) => startOfDay(day) + hour * HOUR + minute * MINUTE;

// 2025-08-01 is a Friday; 2 September is the National Day.
test.each([
  ['within a morning', local('2025-08-01', 8), local('2025-08-01', 9, 15), 75],
  ['a night', local('2025-08-04', 17, 30), local('2025-08-05', 7, 30), 0],
  ['over a weekend', local('2025-08-01', 17), local('2025-08-04', 8), 60],
  ['a whole working day', local('2025-08-04', 0), local('2025-08-05', 0), 600],
  ['backwards', local('2025-08-05', 9), local('2025-08-04', 9), 0],
])('%s', (_, from, to, minutes) => expect(workingTime(from, to, calendar) / MINUTE).toBe(minutes));

test('holidays are no working days', () => {
  expect(calendar.isWorkingDay('2025-09-02')).toBe(false);
  expect(workingDaysSince('2025-09-01', '2025-09-03', calendar)).toBe(1);
});
