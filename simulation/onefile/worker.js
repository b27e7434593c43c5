// Runs in a thread of their own, so that the page never waits: a run as it is asked for, pairs of runs, a map.
//
// Asked is { want, turn, ... }; whatever is found of a turn that is no longer wanted is left.
let engine, plan, wanted, outcomes;

onmessage = async ({ data }) => {
  if (data.want === "begin") {
    ({ plan, outcomes } = data);
    try {
      engine = await Engine.ready(Engine.bytesOf(data.module), data.records);
      postMessage({ ready: true });
    } catch (problem) {
      postMessage({ ready: false });
    }
    return;
  }
  wanted = data.want === "run" ? { run: data.turn } : { ...wanted, [data.want]: data.turn };
  if (data.want === "run") run(data);
  if (data.want === "pairs") pairs(data);
  if (data.want === "map") map(data);
};

// A setting, played: events of its own come before those that the scenario has of that round.
function played(setting, seed = plan.seed) {
  const events = [...setting.first, ...setting.events];
  return engine.course(plan, { seed, parameters: setting.parameters, events }).proceed(plan.rounds);
}

// What was created together, a round.
function created(course) {
  let sum = 0;
  for (let round = 1; round <= plan.rounds; round++) sum += course.outcome("joint_value", round);
  return sum / plan.rounds;
}

// What a page can show of a run: outcomes by round, who is a member at the end, how far each is trusted, each tie's trust.
function told(setting) {
  const course = played(setting);
  const rounds = [...Array(plan.rounds).keys()];
  const history = Object.fromEntries(
    outcomes.map((name) => [name, rounds.map((round) => course.outcome(name, round + 1))]),
  );
  const all = (records, field) => [...Array(course[records].count).keys()].map((row) => course.read(records, field, row));
  const ties = { target: all("ties", "target"), trust: all("ties", "trust"), age: all("ties", "age") };
  return { created: created(course), history, member: all("organisations", "member"), ties };
}

// Let what was asked meanwhile come in.
const breath = () => new Promise((done) => setTimeout(done));

// Runs as they are asked for, unless another is asked for meanwhile: a slider asks at every step.
async function run({ turn, settings }) {
  await breath();
  if (wanted.run === turn) postMessage({ want: "run", turn, runs: settings.map(told) });
}

// The same change, on one chance after another.
async function pairs({ turn, settings: [before, after], count }) {
  const differences = [];
  for (let pair = 0; pair < count; pair++) {
    const seed = BigInt(plan.seed) + BigInt(pair);
    differences.push(created(played(after, seed)) - created(played(before, seed)));
    if (pair % 5 === 4 || pair === count - 1) {
      postMessage({ want: "pairs", turn, differences, done: pair === count - 1 });
      await breath();
      if (wanted.pairs !== turn) return;
    }
  }
}

// What each cell creates under every kind of setting: `cells` are { across, up, settings }.
async function map({ turn, cells, count }) {
  for (const { across, up, settings } of cells) {
    const means = settings.map((setting) => {
      let sum = 0;
      for (let run = 0; run < count; run++) sum += created(played(setting, BigInt(plan.seed) + BigInt(run)));
      return sum / count;
    });
    postMessage({ want: "map", turn, across, up, means });
    await breath();
    if (wanted.map !== turn) return;
  }
}
