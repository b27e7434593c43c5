// Whoever has this page open sees what changed, without reloading it. Where nothing else is asked, what somebody is
// choosing stays as it is: only what says `data-live` is put anew.
const live = () => document.getElementById("live");
let looks = 0;

async function look() {
  if (leaving) return; // another page is on its way
  const mine = ++looks;
  let answer, text;
  try {
    answer = await fetch(location.href);
    text = await answer.text();
  } catch {
    return; // the line is gone, or this page is; what stands here stays as it was
  }
  if (mine !== looks || leaving) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  const fresh = page.getElementById("live");
  const moved = new URL(answer.url).pathname !== location.pathname;
  if (moved) history.replaceState(null, "", answer.url);
  if (!fresh) {
    line.close();
    document.replaceChild(document.adoptNode(page.documentElement), document.documentElement);
    return;
  }
  if (fresh.dataset.at === live().dataset.at) {
    for (const one of page.querySelectorAll("[data-live]")) document.getElementById(one.id)?.replaceWith(one);
    live().dataset.changes = fresh.dataset.changes;
  } else {
    document.title = page.title;
    document.body.className = page.body.className;
    document.querySelector("header").replaceWith(page.querySelector("header"));
    live().replaceWith(fresh);
    live().querySelector("h1")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
  if (moved) hear();
}

// The line says when what this page shows is no longer so; it knows which page that is, and what it showed at first.
// What is said within a moment is looked at once: whoever goes to another page lets go of one line and takes the next.
const MOMENT = 100; // milliseconds
let line, soon, leaving = false;
function hear() {
  const before = line;
  line = new EventSource(live().dataset.changes);
  line.onmessage = () => { soon ??= setTimeout(() => { soon = undefined; look(); }, MOMENT); };
  before?.close();
}
addEventListener("submit", () => { leaving = true; });
addEventListener("pageshow", () => { leaving = false; });

// The button says what was chosen, and what goes along with it.
function repeat(form) {
  const button = form?.querySelector("button.main"), chosen = form?.querySelector("[data-button]:checked");
  if (!button || !chosen) return;
  const name = form.querySelector("select")?.selectedOptions[0]?.dataset.name ?? "";
  const amount = form.querySelector("[data-amount]:checked")?.dataset.amount ?? "";
  const also = name && amount ? form.querySelector("[data-also]").dataset.also : "";
  button.textContent = (chosen.dataset.button + also).replace("{amount}", amount).replace("{name}", name);
}
addEventListener("change", ({ target }) => {
  document.getElementById("open")?.setAttribute("hidden", "");
  const whom = target.closest(".with");
  if (whom) {
    whom.querySelector("input").checked = true;
    whom.querySelector("select").scrollIntoView({ block: "nearest" });
  }
  repeat(target.form);
});
addEventListener("pageshow", () => document.querySelectorAll("form").forEach(repeat));

// What is still to be chosen is said in the language of the page, above its button.
addEventListener("invalid", (event) => {
  const open = document.getElementById("open"), form = event.target.form;
  if (!open) return;
  event.preventDefault();
  if (!open.hidden) return; // it was said of the first
  form.querySelector(".end").prepend(open);
  open.hidden = false;
  (event.target.closest(".statement") ?? event.target).scrollIntoView({ block: "nearest" });
}, true);

// The clock, by the seconds that were left when it came.
setInterval(() => {
  for (const clock of document.querySelectorAll("[data-running]")) {
    clock.came ??= performance.now();
    const left = Math.max(0, Math.ceil(clock.dataset.left - (performance.now() - clock.came) / 1000));
    const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (clock.textContent !== text) clock.textContent = text;
  }
}, 200);

hear();
document.addEventListener("visibilitychange", () => document.hidden || look());
