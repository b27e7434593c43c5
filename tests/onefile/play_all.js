// Plays every plan to its end on the module for its number of themes, in whatever has WebAssembly; bytes go back as base64.
async function playAll({ modules, records, plans }) {
  const letters = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const engines = {}, imports = [], played = {};
  for (const [themes, bytes] of Object.entries(modules)) {
    const module = await WebAssembly.compile(Engine.bytesOf(bytes));
    imports.push(...WebAssembly.Module.imports(module));
    engines[themes] = await Engine.ready(module, records[themes]);
  }
  for (const [name, plan] of Object.entries(plans)) {
    const course = engines[plan.themes].course(plan).proceed(Math.floor(plan.rounds / 2));
    const other = course.fork().proceed(plan.rounds);
    const bytes = (one) => ["organisations", "ties", "collaboration", "history"].map((part) => letters(one[part].bytes));
    played[name] = { forked: bytes(other), played: bytes(course.proceed(plan.rounds)) };
  }
  return { imports, played };
}
