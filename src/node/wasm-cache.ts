/**
 * WebAssembly modules as an earlier run has compiled them, like the bundles of `code-cache.ts`. V8 compiles a grammar anew in every process:
 * of the time that parsing takes in a scan, a quarter. A browser keeps what was compiled with the page; Node has no call for that, so the
 * functions are asked that V8 has for its own tests. They do what the browser's do: what comes of another version of V8, of other flags or of
 * another processor is refused, and then the module is compiled as if nothing had been kept.
 */
import v8 from 'node:v8';
import vm from 'node:vm';
import { compiledBefore, keepLater } from './code-cache';

/** A compiled module; Node's typings do not know WebAssembly. */
export type WasmModule = object;

declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => WasmModule;
};

interface Natives {
  /** Ends the process when the optimising compiler has compiled nothing of the module. */
  pack(module: WasmModule): ArrayBuffer;
  unpack(packed: ArrayBuffer, bytes: Uint8Array): WasmModule | undefined;
  /** Whether the optimising compiler has compiled a function that an instance exports. Ends the process on any other function. */
  isOptimised(exported: unknown): boolean;
}

/** Versions of V8 whose functions are known to work. */
const KNOWN = new Set(['11', '12', '13']);

/**
 * Opens the way to V8's own functions. To be called before any program is loaded, and once for all threads: flags are part of what is kept.
 * V8 keeps only what its optimising compiler has made, so the quick one that comes before it is left out. That is a tenth faster even where
 * nothing was kept: grammars are small, and what they do they do for every character.
 */
export function reachCompiledWasm(): void {
  if (!KNOWN.has(process.versions.v8.split('.')[0] ?? '') || process.versions.electron !== undefined) return;
  v8.setFlagsFromString('--allow-natives-syntax');
  v8.setFlagsFromString('--no-liftoff');
}

/** A module with what an earlier run has compiled of it. */
export class CompiledWasm {
  readonly module: WasmModule;
  private readonly natives = findNatives();
  private readonly before: ReturnType<typeof compiledBefore> | undefined;
  private readonly known: number;

  /** @param file its name in the cache */
  constructor(file: string, bytes: Buffer) {
    this.before = this.natives && compiledBefore(file, bytes);
    const data = this.before?.data;
    const known = data && this.natives?.unpack(exactly(data), bytes);
    this.module = known ?? new WebAssembly.Module(bytes);
    this.known = known && data ? data.length : 0;
  }

  /**
   * Has `keepCompiled` keep what this run compiles.
   * @param exported what an instance of the module exports
   */
  keepLater(exported: object): void {
    const { natives, before, module, known } = this;
    if (!natives || !before) return;
    const functions = Object.values(exported).filter(isExportedFunction);
    // Under a debugger everything is compiled by the quick compiler.
    const data = (): Buffer | undefined =>
      functions.some(natives.isOptimised) ? Buffer.from(natives.pack(module)) : undefined;
    keepLater({ place: before.place, known, data });
  }
}

/** Functions that WebAssembly exports are named by a number (WebAssembly JavaScript Interface, "Exported Functions"). */
function isExportedFunction(value: unknown): boolean {
  return typeof value === 'function' && /^\d+$/.test(value.name);
}

/** Undefined where the way to them was not opened: then their names are no syntax. */
function findNatives(): Natives | undefined {
  try {
    const code = `({
      pack: (module) => %SerializeWasmModule(module),
      unpack: (packed, bytes) => %DeserializeWasmModule(packed, bytes),
      isOptimised: (exported) => %IsTurboFanFunction(exported),
    })`;
    return new vm.Script(code).runInThisContext() as Natives;
  } catch {
    return undefined;
  }
}

function exactly({ buffer, byteOffset, length }: Buffer): ArrayBuffer {
  return buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
}
