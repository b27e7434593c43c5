document.fonts.load("600 16px 'Inter Variable'"); // asked for at once: everything is written in it
// The round that the page shows. The clock sets it, every part listens; the server only hears where it comes to rest.
window.samenspelClock = (() => {
  const listeners = new Set();
  const clock = {
    round: 0,
    furthest: 0,
    moving: !window.matchMedia("(prefers-reduced-motion: reduce)").matches, // whether what happens may move
    go(round) {
      clock.round = round;
      clock.furthest = Math.max(clock.furthest, round);
      const page = document.documentElement.classList; // one thing at a time, in the first rounds that somebody sees
      page.toggle("sp-at-start", round === 0);
      page.toggle("sp-first-round", clock.furthest < 2);
      page.toggle("sp-first-rounds", clock.furthest < 3);
      for (const listener of [...listeners]) listener(round);
    },
    listen(listener) {
      listeners.add(listener);
      listener(clock.round);
      return () => listeners.delete(listener);
    },
  };
  return () => clock;
})();
// What a part has that turns with the round: `now`, the frame of the present one.
window.samenspelTurning = () => ({
  data() {
    return { round: 0 };
  },
  mounted() {
    this.unlisten = window.samenspelClock().listen((round) => {
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
    const busy = document.querySelector(".v-progress-linear:not([aria-label])"); // Solara's own, which has no name
    if (busy) busy.setAttribute("aria-label", document.title);
    look();
  }, 1000);
})();
// Who wants to read larger on a phone may; Solara forbids it.
const viewport = document.querySelector("meta[name=viewport]");
if (viewport) viewport.content = "width=device-width, initial-scale=1";
