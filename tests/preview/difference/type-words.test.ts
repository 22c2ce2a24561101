import { countOf } from "../../../preview/difference/type-words";

test.each([
  [1, "rule for events", "1 rule for events"],
  [3, "rule for events", "3 rules for events"],
  [2, "policy of a queue", "2 policies of a queue"],
  [2, "subscription to alarms", "2 subscriptions to alarms"],
  [2, "access entry", "2 access entries"],
  [2, "node class", "2 node classes"],
  [0, "line", "0 lines"],
])("a count has the plural of the thing, not of what it belongs to: %d %s", (count, noun, words) => {
  expect(countOf(count, noun)).toBe(words);
});
