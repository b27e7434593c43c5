// A run in a file of its own: the parts of the page as they are, and what Python said is to be seen in them.
//
// `held` says it: `values`, everything once; `parts`, by name their template and what they do; `screens`, by language and by
// the round from which on they are seen, blocks of { tag, attributes, children } and parts of { part, shown }.
(async () => {
  "use strict";

  const packed = Uint8Array.from(atob(document.getElementById("held").textContent), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const held = await new Response(unpacked).json();

  document.documentElement.classList.toggle("sp-still", !held.laboratory); // there is no engine in it

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

  function shown(places) {
    return Object.fromEntries(Object.entries(places).map(([name, place]) => [name, held.values[place]]));
  }

  const asked = new URLSearchParams(window.location.search).get("language");
  new Vue({
    el: "#page",
    data: { language: asked in held.screens ? asked : held.language, rest: 0, closed: false, trying: Boolean(held.laboratory && window.location.hash) },
    computed: {
      screen() {
        const until = this.closed && this.rest === held.rounds ? held.rounds - 1 : this.rest; // the ending was closed
        return held.screens[this.language].filter(([from]) => from <= until).pop()[1];
      },
    },
    methods: {
      draw(make, block, place) {
        if (typeof block === "string") return block;
        const key = `${place}-${block.part || block.tag}`;
        if (!block.part) {
          const children = block.children.map((child, at) => this.draw(make, child, `${key}-${at}`));
          return make(block.tag, { key, attrs: block.attributes }, children);
        }
        const on = {
          send_round: (round) => { this.closed = this.closed && round === this.rest; this.rest = round; },
          take_language: (language) => { this.language = language; },
          close: () => { this.closed = true; },
          toggle_whatif: () => { this.trying = true; },
          whatif: () => { this.trying = true; },
        };
        return make(components[block.part], { key, props: shown(block.shown), on });
      },
    },
    render(make) {
      const page = [this.draw(make, this.screen, "page")];
      if (this.trying) {
        const props = { held: held.laboratory, language: this.language };
        const on = { close: () => { this.trying = false; }, take_language: (language) => { this.language = language; } };
        page.push(make(components.laboratory, { key: "laboratory", props, on }));
      }
      return make("div", { attrs: { class: "sp-all-of-it" } }, page);
    },
  });
})();
