// Runs in a file of their own: the parts of the page as they are, and what Python said is to be seen in them.
//
// `held` says it: `values`, everything once; `parts`, by name their template and what they do; and of each of the `runs`
// by language `screens`: by the name of a view, and by the round from which on they are seen, blocks of { tag, attributes,
// children } and parts of { part, shown }. The name of a view is "line ghost way way", lines by their places; the `tour`
// names one a step.
(async () => {
  "use strict";

  // What it takes: to unpack what is held, and styles within styles (Chromium 120, Firefox 121, Safari 17.2).
  const draws = () => {
    const style = new CSSStyleSheet();
    style.replaceSync("a { b { top: 0 } }");
    return style.cssRules[0]?.cssRules?.length === 1 && CSS.supports("selector(:has(a))");
  };
  if (typeof DecompressionStream === "undefined" || !draws()) {
    document.getElementById("page").append(document.getElementById("unreadable").content);
    return;
  }
  const packed = Uint8Array.from(atob(document.getElementById("held").textContent), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const held = await new Response(unpacked).json(), { runs } = held;
  runs.forEach((run, place) => { // of one name there may be more
    const number = 1 + runs.slice(0, place).filter(({ name }) => name === run.name).length;
    Object.assign(run, number > 1 ? { key: `${run.name}-${number}`, again: ` (${number})` } : { key: run.name, again: "" });
  });

  // What a part asks of the page around it.
  window.solara = { cdn: "" };
  window.requirejs = (names, done) => done(window.echarts);

  const components = {};
  for (const [name, { template, script, events, shown: props }] of Object.entries(held.parts)) {
    const module = { exports: {} };
    new Function("module", script)(module);
    const options = module.exports;
    const methods = { ...options.methods };
    for (const event of events) methods[`event_${event}`] = function (data) { this.$emit(event, data); };
    components[name] = Vue.extend({ ...options, template, props, methods });
  }

  const WAYS = ["compared", "revealed", "luck", "touring", "ending"];
  const named = ({ line, ghost, ways }) => [line, ghost, ...WAYS.filter((way) => ways.includes(way))].join(" ");
  const taken = (name) => {
    const [line, ghost, ...ways] = name.split(" ");
    return { line: Number(line), ghost: Number(ghost), ways };
  };

  // What the address says, as far as the file has it; the rest is refused.
  const address = new URLSearchParams(window.location.search), refused = [];
  const asked = (name, otherwise, found) => {
    const text = address.get(name);
    if (text === null || found(text)) return text === null ? otherwise : text;
    refused.push(`${name}=${text}`.slice(0, 60));
    return otherwise;
  };
  const language = asked("language", held.language, (text) => Object.keys(runs[0].seen).includes(text));
  const wanted = asked("scenario", runs[0].key, (text) => runs.some(({ key }) => key === text));
  const first = runs.findIndex(({ key }) => key === wanted);
  const round = Number(asked("round", runs[first].start.round, (text) => /^\d+$/.test(text) && Number(text) <= runs[first].rounds));
  if (window.location.hash && !runs[first].laboratory) refused.push(window.location.hash.slice(1, 61));

  // A run as it is met.
  const met = (place) => ({
    place, // among the runs
    view: { line: runs[place].start.line, ghost: runs[place].start.ghost, ways: [] },
    rest: 0,
    closed: false, // the ending
    met: new Set(runs[place].met), // the lines that the reader has heard of: a tour brings its own
    step: 0,
    done: [], // steps of which the button was pressed
  });

  new Vue({
    el: "#page",
    data: {
      ...met(first),
      language,
      refused,
      time: { start: round, fresh: 0, plays: 0 },
      trying: Boolean(runs[first].laboratory && window.location.hash),
    },
    computed: {
      run() { return runs[this.place]; },
      seen() { return this.run.seen[this.language]; },
      screen() {
        const until = this.closed && this.rest === this.run.rounds ? this.run.rounds - 1 : this.rest;
        return this.seen.screens[named(this.view)].filter(([from]) => from <= until).pop()[1];
      },
      touring() { return this.view.ways.includes("touring"); },
      tried() {
        const { line, ghost, ways } = this.view, { lines, words } = this.seen;
        const met = lines.map((name, place) => ({ name, place })).filter(({ place }) => this.met.has(place));
        return { lines: met, line, ghost, compared: ways.includes("compared"), words };
      },
    },
    watch: {
      place: {
        immediate: true,
        handler() { document.documentElement.classList.toggle("sp-still", !this.run.laboratory); }, // it has no engine
      },
    },
    methods: {
      // Another run, from its start; what was said of the one before goes.
      pick(key) {
        if (key === this.run.key) return;
        Object.assign(this, met(runs.findIndex((run) => run.key === key)), { refused: [] });
        this.time = { start: this.run.start.round, fresh: this.time.fresh + 1, plays: this.time.plays };
        window.history.replaceState(null, "", window.location.pathname + window.location.search);
      },
      // Another view, if the file has it.
      see(view) {
        if (!(named(view) in this.seen.screens)) return;
        this.view = view;
        this.met = new Set([...this.met, view.line, Math.max(view.ghost, 0)]);
        this.closed = false;
      },
      turn(way, on = !this.view.ways.includes(way)) {
        const rest = this.view.ways.filter((one) => one !== way && (on || one !== "luck"));
        this.see({ ...this.view, ways: on ? [...rest, way] : rest });
      },
      // A line beside the original, or beside the one that it was beside when the file was made.
      show(line) {
        const { start } = this.run, ghost = line === start.line ? start.ghost : line ? 0 : -1;
        this.see({ line, ghost, ways: [] });
      },
      tour(begins) {
        if (!begins) return this.end();
        this.done = [];
        this.go(0);
      },
      go(step) {
        this.step = step;
        this.happen(this.seen.tour[step].seen);
      },
      act(step) {
        this.done = [...this.done, step];
        this.happen(this.seen.tour[step].done);
      },
      happen({ view, round, plays }) {
        this.see(taken(view));
        if (round === null) return;
        this.time = { start: round, fresh: this.time.fresh + !plays, plays: this.time.plays + plays };
      },
      end() {
        const { line, ghost } = this.view;
        for (const view of [{ line: 0, ghost: -1, ways: [] }, { line, ghost: Math.min(line, 0), ways: [] }, { line, ghost, ways: [] }]) this.see(view);
      },

      shown({ part, shown }) {
        const values = Object.fromEntries(Object.entries(shown).map(([name, place]) => [name, held.values[place]]));
        if (part === "clock") return { ...values, ...this.time, address: runs.length > 1 ? `scenario=${this.run.key}&${values.address}` : values.address };
        if (part === "top" && runs.length > 1) {
          const scenarios = runs.map(({ key, again, seen }) => ({ name: key, title: seen[this.language].title + again }));
          return { ...values, scenarios, scenario: this.run.key };
        }
        if (part === "tour") return { ...values, at: this.step, done: this.done };
        return values;
      },
      draw(make, block, place) {
        if (typeof block === "string") return block;
        const key = `${place}-${block.part || block.tag}`;
        if (!block.part) {
          const children = block.children.map((child, at) => this.draw(make, child, `${key}-${at}`));
          if (block.children[0]?.part === "top" && this.refused.length) {
            const said = this.seen.words.refused.replace("{what}", () => this.refused.join(", "));
            children.splice(1, 0, make("p", { key: "refused", class: "sp-problem", attrs: { role: "alert", "data-test": "page-problem" } }, said));
          }
          if (block.children[0]?.part === "top" && this.met.size > 1 && !this.touring) {
            const on = { see: this.show, compare: () => this.turn("compared") };
            children.splice(1, 0, make(components.tried, { key: "tried", props: this.tried, on }));
          }
          return make(block.tag, { key, attrs: block.attributes }, children);
        }
        const compares = () => this.turn("compared");
        const on = {
          send_round: (round) => { this.closed = this.closed && round === this.rest; this.rest = round; },
          take_scenario: this.pick,
          take_language: (language) => { this.language = language; },
          close: () => { this.closed = true; },
          toggle_whatif: () => { this.trying = true; },
          whatif: () => { this.trying = true; },
          toggle_tour: this.tour,
          tour: this.tour,
          send_step: this.go,
          send_do: this.act,
          toggle_compare: compares,
          send_luck: () => this.turn("luck", true),
          send_close: block.part === "tour" ? this.end : compares,
          close_one: () => { if (this.view.ways.includes("compared")) compares(); else if (this.touring) this.end(); },
        };
        return make(components[block.part], { key, props: this.shown(block), on });
      },
    },
    render(make) {
      const page = [this.draw(make, this.screen, "page")];
      if (this.trying) {
        const { laboratory } = this.run;
        const props = { held: { ...held.engines[laboratory.plan.themes], ...laboratory }, language: this.language };
        const on = { close: () => { this.trying = false; }, take_language: (language) => { this.language = language; } };
        page.push(make(components.laboratory, { key: "laboratory", props, on }));
      }
      return make("div", { attrs: { class: "sp-all-of-it" } }, page);
    },
  });
})();
