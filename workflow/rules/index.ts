import { tasksFitAtOnce } from "./capacity";
import { charactersAreMeant } from "./characters";
import { profilesAreSpeltTheCurrentWay } from "./compute-profiles";
import { datasetsAreUris } from "./datasets";
import { datesMakeSense } from "./dates";
import {
  datasetsBelongToTasks,
  networkingHasAGateway,
  parametersAreExact,
  pythonDagIsRefused,
  repositoryHasATag,
  repositoryIsTrusted,
  retryDelayHasRetries,
  tagIsARelease,
} from "./dag-keys";
import { dependenciesExist, dependenciesFormNoCycle } from "./dependencies";
import { spellingIsMeant, valuesAreText, variablesAreUnique, variablesDoNotClash } from "./environment-variables";
import { catchUpStartsNoFlood } from "./floods";
import { identityIsSound } from "./identity";
import { derivedNamesFit, foldersAreNames, namesAreNotReserved, secretsAreNames } from "./derived-names";
import { channelIsWritten, emailsStayInside, eventsHaveAChannel } from "./notifications";
import { platformStaysApart } from "./platform-resources";
import { secretsAreNotWritten } from "./plain-text-secrets";
import { conditionsCompare, resultsExist } from "./results";
import type { Rule } from "./rule";
import { commandNamesAProgram, tasksEndBeforeTheRun, triggerRuleHasDependencies } from "./run-keys";
import { scheduleRuns } from "./schedule";
import { templatesAreKnown } from "./templates";
import { workGroupsAreOffered } from "./work-groups";

/** Every rule for a single manifest, in the order of the manifest's keys. */
export const RULES: readonly Rule[] = [
  foldersAreNames,
  derivedNamesFit,
  namesAreNotReserved,
  repositoryIsTrusted,
  tagIsARelease,
  repositoryHasATag,
  pythonDagIsRefused,
  retryDelayHasRetries,
  tasksEndBeforeTheRun,
  datesMakeSense,
  scheduleRuns,
  catchUpStartsNoFlood,
  valuesAreText,
  charactersAreMeant,
  secretsAreNotWritten,
  spellingIsMeant,
  templatesAreKnown,
  variablesDoNotClash,
  variablesAreUnique,
  workGroupsAreOffered,
  parametersAreExact,
  profilesAreSpeltTheCurrentWay,
  networkingHasAGateway,
  datasetsBelongToTasks,
  datasetsAreUris,
  dependenciesExist,
  dependenciesFormNoCycle,
  triggerRuleHasDependencies,
  commandNamesAProgram,
  conditionsCompare,
  resultsExist,
  tasksFitAtOnce,
  identityIsSound,
  platformStaysApart,
  emailsStayInside,
  channelIsWritten,
  eventsHaveAChannel,
  secretsAreNames,
];
