// The round that the page shows. The clock sets it, every part listens; the server only hears where it comes to rest.
window.samenspelClock = (() => {
  const listeners = new Set();
  const clock = {
    round: 0,
    go(round) { clock.round = round; for (const listener of [...listeners]) listener(round); },
    listen(listener) { listeners.add(listener); listener(clock.round); return () => listeners.delete(listener); },
  };
  return () => clock;
})();
// What a part has that turns with the round: `now`, the frame of the present one.
window.samenspelTurning = () => ({
  data() { return { round: 0 }; },
  mounted() { this.unlisten = window.samenspelClock().listen((round) => { this.round = round; }); },
  beforeDestroy() { this.unlisten(); },
  computed: { now() { return this.frames[Math.min(this.round, this.frames.length - 1)]; } },
});
// What the page hands over to keep, saved as a file.
window.samenspelSave = (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
