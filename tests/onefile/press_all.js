// Presses whatever a reader can press, once each, until nothing is left that was not; what leaves where one is comes last.
//
// `known` are those that were pressed before, by what they are called. Answers with all of them, and with those that changed
// nothing: what is on already need do nothing, so that they are tried again in another round, and when all else was pressed.
async function pressAll(known, late) {
  const CONTROLS = "button, a[href], select, input, summary";
  const inside = () => document.querySelector(".sp-laboratory") || document.querySelector(".sp-all-of-it");
  const can = (one) => one.getClientRects().length && getComputedStyle(one).visibility !== "hidden" && !one.disabled && one.length !== 1;
  // Rounds and lines are told apart by a number, and partners by a name: of those the last is enough, as the first round in
  // a list is the one that is shown.
  const called = (one) => {
    const room = one.closest(".sp-laboratory") ? "room " : "";
    if (one.closest(".sp-list")) return `${room}put back`;
    const name = one.dataset.test || one.getAttribute("aria-label") || one.innerText.trim() || one.type || one.tagName;
    return room + name.replace(/^lab (.*)[.]([^.]+)$/, (whole, of, field) => (/ |[A-Z]/.test(of) ? `lab ${field}` : whole)).replace(/\d+/g, "#");
  };
  const there = () => {
    const found = new Map();
    for (const one of inside().querySelectorAll(CONTROLS)) if (can(one)) found.set(called(one), one);
    return found;
  };
  const values = () => [...document.querySelectorAll("input, select")].map((one) => [one.checked, one.value]).join();
  // All but the scripts, which are most of a file, and stay what they are.
  const seen = () => [...document.body.children].filter((one) => one.tagName !== "SCRIPT").map((one) => one.outerHTML);
  const looks = () => [...seen(), values(), document.documentElement.className, window.samenspelClock().round].join();
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));
  // What is asked of the engine is answered some frames later.
  const changes = async (before) => {
    for (let frame = 0; frame < 40; frame++) {
      await drawn();
      if (before !== looks()) return true;
    }
    return false;
  };
  const press = async (one) => {
    const before = looks(), say = (kind) => one.dispatchEvent(new Event(kind, { bubbles: true }));
    if (one.tagName === "SELECT") {
      one.selectedIndex = (one.selectedIndex + 1) % one.length;
      say("change");
    } else if (one.type === "range") {
      const was = one.value;
      one.stepUp();
      if (one.value === was) one.stepDown();
      say("input");
      say("change");
    } else {
      one.click();
    }
    return changes(before);
  };
  const pressed = new Set(known), idle = new Set();
  const last = (name) => late.findLastIndex((one) => name.includes(one));
  for (;;) {
    const left = [...there()].filter(([name]) => !pressed.has(name)).sort(([one], [other]) => last(one) - last(other));
    if (!left.length) break;
    const [[name, one]] = left;
    pressed.add(name);
    if (await press(one)) continue;
    const clock = window.samenspelClock();
    clock.go(clock.round ? clock.round - 1 : 1);
    await drawn();
    const again = there().get(name);
    if (!again || !(await press(again))) idle.add(name);
  }
  window.samenspelClock().go(3);
  await drawn();
  for (const name of idle) {
    const one = there().get(name);
    if (one && (one.getAttribute("aria-pressed") === "true" || (await press(one)))) idle.delete(name);
  }
  return { pressed: [...pressed], idle: [...idle] };
}
