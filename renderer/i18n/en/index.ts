import { common } from './common.ts';
import { keys } from './keys.ts';
import { tasks } from './tasks.ts';
import { board } from './board.ts';
import { calendar } from './calendar.ts';
import { detail } from './detail.ts';
import { quickAdd } from './quickAdd.ts';
import { palette } from './palette.ts';
import { insights } from './insights.ts';
import { inbox } from './inbox.ts';
import { settings } from './settings.ts';
import { transfer } from './transfer.ts';
import { activity } from './activity.ts';
import { errors } from './errors.ts';
import { notices } from './notices.ts';
import { importNotes } from './importNotes.ts';
import { welcome } from './welcome.ts';
import { auth } from './auth.ts';
import { team } from './team.ts';
import { joining } from './joining.ts';
import { sync } from './sync.ts';

/** The catalogue of this language, a namespace for each feature. */
export const en = {
  common,
  keys,
  tasks,
  board,
  calendar,
  detail,
  quickAdd,
  palette,
  insights,
  inbox,
  settings,
  transfer,
  activity,
  errors,
  notices,
  importNotes,
  welcome,
  auth,
  team,
  joining,
  sync,
};
