// node:assert/strict, as far as the page's tests use it, for a browser.

function same(left, right) {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object" || !left || !right) return false;
  if (Object.getPrototypeOf(left) !== Object.getPrototypeOf(right)) return false;
  if (left instanceof Map) return same([...left], [...right]);
  if (left instanceof Set) return same([...left], [...right]);
  if (left instanceof Date) return left.getTime() === right.getTime();
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key]))
  );
}

function hold(holds, said) {
  if (!holds) throw new Error(said);
}

export default {
  ok: (value) => hold(value, `${value} is not true`),
  equal: (left, right) => hold(Object.is(left, right), `${left} is not ${right}`),
  deepEqual: (left, right) =>
    hold(same(left, right), `${JSON.stringify(left)} is not ${JSON.stringify(right)}`),
  match: (text, pattern) => hold(pattern.test(text), `${text} does not match ${pattern}`),
};
