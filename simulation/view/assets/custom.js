// Until the page is there, it is said in the language of its address or of the browser that it is being loaded.
document.documentElement.lang = (/[?&]language=(\w+)/.exec(window.location.search) || [0, window.navigator.language])[1].slice(0, 2);
document.fonts.load("600 16px 'Inter Variable'"); // asked for at once: everything is written in it
// The round that the page shows. The clock sets it, every part listens; the server only hears where it comes to rest.
window.samenspelClock = (() => {
  const LATE = 50; // milliseconds that a frame is awaited: what moves on a machine so busy only makes it busier
  const PAUSE = 10; // rounds
  const turning = new Set();
  const resting = new Set();
  const joins = (listeners) => (listener) => {
    listeners.add(listener);
    listener(clock.round);
    return () => listeners.delete(listener);
  };
  const clock = {
    round: 0,
    furthest: 0,
    moving: !window.matchMedia("(prefers-reduced-motion: reduce)").matches, // whether what happens may move
    still: 0, // rounds without motion, where pictures came late
    go(round) {
      clock.round = round;
      clock.furthest = Math.max(clock.furthest, round);
      const page = document.documentElement.classList; // one thing at a time, in the first rounds that somebody sees
      page.toggle("sp-at-start", round === 0);
      page.toggle("sp-first-round", clock.furthest < 2);
      page.toggle("sp-first-rounds", clock.furthest < 3);
      for (const listener of [...turning]) listener(round);
      const asked = performance.now(); // what it takes to draw much is not lateness
      requestAnimationFrame(() => {
        clock.still = performance.now() - asked > LATE ? PAUSE : Math.max(0, clock.still - 1);
      });
    },
    listen: joins(turning),
    rest() {
      for (const listener of [...resting]) listener(clock.round);
    },
    rested: joins(resting), // hears of the rounds at which it comes to rest alone
  };
  return () => clock;
})();
// What a part has that turns with the round, or once it rests: `now`, the frame of the present one.
window.samenspelTurning = (when = "listen") => ({
  data() {
    return { round: 0 };
  },
  mounted() {
    this.unlisten = window.samenspelClock()[when]((round) => {
      this.round = round;
    });
  },
  beforeDestroy() {
    this.unlisten();
  },
  computed: {
    now() {
      return this.frames[Math.min(this.round, this.frames.length - 1)];
    },
  },
});
// What the page hands over to keep, saved as a file.
window.samenspelSave = (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
// Files as the page sends them: bytes as they are, as the browser would take all text for UTF-8.
window.samenspelFiles = (files) =>
  Promise.all(
    [...files].map(async (file) => {
      const url = await new Promise((done, failed) => {
        const reader = new FileReader();
        reader.onload = () => done(reader.result);
        reader.onerror = failed;
        reader.readAsDataURL(file);
      });
      return { name: file.name, data: url.slice(url.indexOf(",") + 1) };
    }),
  );
// Whether the server can be reached. Playing needs none; once it is back, the page is there again, from its address.
(() => {
  const PATIENCE = 6; // looks, a second apart, before a line that came back is opened anew
  let gone = 0;
  const look = async () => {
    const status = window.solara && window.solara.debug && window.solara.debug.connectionStatus;
    const lost = Boolean(status) && status !== "connected";
    gone = lost ? gone + 1 : 0;
    window.dispatchEvent(new CustomEvent("samenspel-line", { detail: gone > 1 }));
    if (gone > PATIENCE && gone % 3 === 0) {
      try {
        const answer = await fetch("/readyz", { cache: "no-store" });
        if (answer.ok) window.location.reload();
      } catch (error) {
        return; // still gone
      }
    }
  };
  if (window.solara) window.solara.forceRefresh = true;
  setInterval(() => {
    if (window.solara) window.solara.forceRefresh = true;
    const busy = document.querySelector(".v-progress-linear"); // Solara's own, which has no name
    if (busy) busy.setAttribute("aria-label", document.documentElement.dataset.waits || document.title);
    look();
  }, 1000);
})();
// Whatever holds more below than it shows says so: the last line fades, with an arrow that leads on. It is looked at when
// something has changed that may change it, once for a frame, when that has been laid out.
(() => {
  const SCROLLS =
    ".sp-brought, .sp-beside-stage, .sp-drawer, .sp-whatif-body, .sp-share, .sp-card, .sp-compare, .sp-ending, .sp-ending ol, .sp-ending-told, .sp-bet, .sp-making, .sp-tour-text, .sp-opening";
  const signs = new Map();
  let sized = new Set(); // what scrolls and what stands in it
  const sizes = new ResizeObserver(() => {
    look();
    changes.takeRecords(); // the signs themselves
  });
  const found = () => [...document.querySelectorAll(SCROLLS)];
  let waits = false;
  const wake = () => {
    if (!waits) requestAnimationFrame(follow); // in no observer that is being told: to begin in one is an error
    waits = true;
  };
  const follow = () => {
    waits = false;
    const now = new Set([document.documentElement, ...found().flatMap((part) => [part, ...part.children])]);
    for (const one of sized) if (!now.has(one)) sizes.unobserve(one);
    for (const one of now) if (!sized.has(one)) sizes.observe(one);
    sized = now;
    sizes.unobserve(document.documentElement); // who begins to observe is told of the size once the frame is laid out
    sizes.observe(document.documentElement);
  };
  const changes = new MutationObserver((records) => {
    if (records.some(({ target }) => target.className !== "sp-going")) wake(); // what goes along ties changes no room
  });
  const sign = (part) => {
    const one = document.createElement("div");
    one.className = "sp-onward";
    one.setAttribute("aria-hidden", "true"); // who reads by ear or key has all of it
    one.innerHTML = '<svg viewBox="0 0 24 24"><path d="M6 9l6 6 6-6" /></svg>';
    one.firstChild.addEventListener("click", () => part.scrollBy({ top: 0.8 * part.clientHeight, behavior: "smooth" }));
    document.body.append(one);
    return (part.sign = one);
  };
  const look = () => {
    const parts = found();
    for (const [part, one] of signs)
      if (!parts.includes(part)) {
        one.remove();
        signs.delete(part);
      }
    const covered = Boolean(document.querySelector(".sp-story"));
    const below = (part) =>
      part.scrollHeight - part.clientHeight - part.scrollTop > 2 && getComputedStyle(part).overflowY !== "visible";
    const read = parts.map((part) => [part, below(part), part.getBoundingClientRect()]); // all, before any sign is placed
    for (const [part, more, { left, width, bottom, height }] of read) {
      if (more && !signs.has(part)) signs.set(part, sign(part));
      const one = signs.get(part);
      if (!one) continue;
      const hidden = !more || covered;
      if (one.hidden !== hidden) one.hidden = hidden;
      if (hidden) continue;
      const high = Math.min(44, height / 3);
      Object.assign(one.style, { left: `${left}px`, width: `${width}px`, height: `${high}px`, top: `${bottom - high}px` });
    }
  };
  changes.observe(document.documentElement, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ["class", "style", "hidden", "open"],
  });
  for (const happens of ["scroll", "transitionend", "animationend"]) document.addEventListener(happens, wake, true);
  window.addEventListener("resize", wake);
  document.fonts.addEventListener("loadingdone", wake);
  wake();
})();
// Who wants to read larger on a phone may; Solara forbids it.
const viewport = document.querySelector("meta[name=viewport]");
if (viewport) viewport.content = "width=device-width, initial-scale=1";
