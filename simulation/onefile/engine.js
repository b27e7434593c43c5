// The engine in a page: courses of a run, played by the WebAssembly module. Needs nothing else, and asks nothing of a network.
//
//     const engine = await Engine.ready(bytes, description.records["2"]);
//     const course = engine.course(plan);       // a run as `samenspel.onefile.plan` lays it down; or otherwise, by
//                                               // { seed, parameters, events }
//     course.proceed(plan.rounds);
//     course.outcome("joint_value", 12);        // of round 12
//     course.read("ties", "trust", 3);          // of row 3, now

const Engine = (() => {
  "use strict";

  const STATE = ["organisations", "ties", "collaboration"];
  const LITTLE = true; // WebAssembly's memory is little-endian everywhere
  const ROUNDS_AT_ONCE = 64; // what rounds ask of memory is given back after so many
  const KINDS = {
    f8: { get: (view, at) => view.getFloat64(at, LITTLE), set: (view, at, x) => view.setFloat64(at, x, LITTLE) },
    f4: { get: (view, at) => view.getFloat32(at, LITTLE), set: (view, at, x) => view.setFloat32(at, x, LITTLE) },
    i8: {
      get: (view, at) => Number(view.getBigInt64(at, LITTLE)),
      set: (view, at, x) => view.setBigInt64(at, BigInt(Math.trunc(x)), LITTLE),
    },
    i4: { get: (view, at) => view.getInt32(at, LITTLE), set: (view, at, x) => view.setInt32(at, Math.trunc(x), LITTLE) },
    i2: { get: (view, at) => view.getInt16(at, LITTLE), set: (view, at, x) => view.setInt16(at, Math.trunc(x), LITTLE) },
  };

  function bytesOf(base64) {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  }

  // Records outside the engine: bytes, and where each field lies.
  class Records {
    constructor(bytes, { size, fields }) {
      this.bytes = bytes;
      this.size = size;
      this.fields = fields;
      this.count = bytes.length / size;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }

    place(field, row, theme) {
      const [kind, offset] = this.fields[field];
      return [KINDS[kind], row * this.size + offset + theme * Number(kind[1])];
    }

    get(field, row = 0, theme = 0) {
      const [kind, at] = this.place(field, row, theme);
      return kind.get(this.view, at);
    }

    set(field, row, value) {
      const [kind, at] = this.place(field, row, 0);
      kind.set(this.view, at, value);
    }

    copy() {
      return new Records(this.bytes.slice(), this);
    }
  }

  // A run under way, as `samenspel.runs.Course` is one: the state so far, the parameters that hold, how to go on.
  class Course {
    constructor(engine, plan, { seed = plan.seed, parameters = {}, events = plan.events } = {}) {
      this.engine = engine;
      this.plan = plan;
      this.seed = BigInt(seed);
      this.round = 0;
      this.events = [...events];
      for (const name of [...STATE, "parameters"]) {
        this[name] = new Records(bytesOf(plan[name]), engine.records[name]);
      }
      for (const [name, value] of Object.entries(parameters)) this.parameters.set(name, 0, value);
      this.history = new Records(new Uint8Array(plan.rounds * engine.records.history.size), engine.records.history);
      engine.begin(this);
    }

    // Play on to round `last`; events happen before their round, and what they say of it comes after who cannot leave.
    proceed(last) {
      while (this.round < last) {
        const first = this.round + 1, bound = this.staying(first);
        for (const row of bound) this.organisations.set("act_stay", row, 1);
        for (const event of this.events) if (event.round === first) this.happen(event);
        const next = this.events.filter((event) => event.round > first).map((event) => event.round - 1);
        const until = bound.length ? first : Math.min(last, first + ROUNDS_AT_ONCE - 1, ...next);
        this.engine.play(this, first, until);
        this.round = until;
      }
      return this;
    }

    // Rows of those that cannot leave in a round: as declared, and as events up to it have it.
    staying(round) {
      const bound = new Set(this.plan.stays);
      const said = this.events.filter((event) => event.round <= round).sort((one, other) => one.round - other.round);
      for (const { stays } of said) {
        for (const [row, so] of Object.entries(stays)) so ? bound.add(Number(row)) : bound.delete(Number(row));
      }
      return [...bound];
    }

    happen(event) {
      for (const change of event.changes) {
        for (const row of change.rows) this.change(this[change.records], row, change);
      }
      for (const [name, value] of Object.entries(event.parameters)) this.parameters.set(name, 0, value);
    }

    change(records, row, { field, value, way, low, high }) {
      if (way === "set") return records.set(field, row, value);
      let now = records.get(field, row);
      if (field === "need" && Number.isNaN(now)) now = records.get("dependence", row); // nobody stated a need
      const found = way === "times" ? now * value : now + value;
      records.set(field, row, Math.min(Math.max(found, low), high));
    }

    // A course of its own, to go on from here without touching this one.
    fork() {
      const other = Object.assign(Object.create(Course.prototype), this);
      for (const name of [...STATE, "parameters", "history"]) other[name] = this[name].copy();
      other.events = [...this.events];
      return other;
    }

    read(records, field, row = 0, theme = 0) {
      return this[records].get(field, row, theme);
    }

    outcome(name, round = this.round) {
      return this.history.get(name, round - 1);
    }
  }

  class Module {
    constructor(doors, records) {
      this.doors = doors;
      this.records = records;
    }

    course(plan, otherwise) {
      return new Course(this, plan, otherwise);
    }

    begin(course) {
      this.call("begin", course, STATE, (at) => [course.seed]);
    }

    play(course, first, last) {
      this.call("play", course, [...STATE, "history"], (at) => [
        course.seed, BigInt(first), BigInt(last), at.history, course.history.count,
      ]);
    }

    // Lay down what a course holds, call, and take back what the engine changed.
    call(door, course, changed, rest) {
      const { allocate, keep, clear, memory } = this.doors;
      const at = {};
      clear();
      for (const name of new Set([...STATE, "parameters", ...changed])) {
        at[name] = allocate(course[name].bytes.length);
        new Uint8Array(memory.buffer).set(course[name].bytes, at[name]);
      }
      keep();
      const status = this.doors[door](
        at.organisations, course.organisations.count, at.ties, course.ties.count, at.collaboration, at.parameters,
        ...rest(at),
      );
      if (status !== 0) throw new Error(`the engine raised an error in ${door} (${status})`);
      for (const name of changed) {
        const { bytes } = course[name];
        bytes.set(new Uint8Array(memory.buffer, at[name], bytes.length));
      }
    }
  }

  // The module, ready to play: its bytes (or a compiled WebAssembly.Module), and the records of its number of themes.
  async function ready(module, records) {
    const made = await WebAssembly.instantiate(module, {});
    return new Module((made.instance ?? made).exports, records);
  }

  return { ready, bytesOf };
})();
