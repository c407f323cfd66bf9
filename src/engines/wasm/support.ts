import { webAssembly } from '../../webassembly/host.ts';
import { ModuleBuilder } from '../../webassembly/module.ts';

/** Why this engine cannot run here, in one line; `undefined` where it can. */
export function wasmSupport(): string | undefined {
  if (webAssembly === undefined) return 'WebAssembly is not available here';
  const module = new ModuleBuilder({ pages: 1, shared: false });
  module.function([], 'f64', (code) => {
    code.f64x2(1).do('f64x2Sqrt').lane(0);
  });
  return webAssembly.validate(module.toBytes())
    ? undefined
    : 'WebAssembly is available here, but without SIMD, its vector instructions';
}

/**
 * Whether four float32 can be multiplied and added by one instruction here: relaxed SIMD, of Node 22 on and browsers
 * since 2023. It rounds once where the processor can, else twice: the same on one machine, not on all.
 */
export function hasRelaxedMultiplyAdd(): boolean {
  const module = new ModuleBuilder({ pages: 1, shared: false });
  module.function([], 'f64', (code) => {
    code.f64x2(1).f64x2(1).f64x2(1).do('f32x4RelaxedMadd').lane(0);
  });
  return webAssembly!.validate(module.toBytes());
}
