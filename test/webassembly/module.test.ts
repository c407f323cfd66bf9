import { describe, expect, it } from 'vitest';
import { Bytes } from '../../src/webassembly/bytes.ts';
import { webAssembly } from '../../src/webassembly/host.ts';
import { ModuleBuilder } from '../../src/webassembly/module.ts';

function instantiate(module: ModuleBuilder, host: Record<string, unknown> = {}) {
  const { Memory, Module, Instance } = webAssembly!;
  const memory = new Memory({ initial: 1 });
  return new Instance(new Module(module.toBytes()), { env: { memory }, host }).exports;
}

describe('integers of variable length', () => {
  const encoded = (bytes: Bytes): number[] => [...bytes.view()];

  it('as in the examples of the DWARF standard (version 4, appendix C)', () => {
    expect(encoded(new Bytes().unsigned(2))).toEqual([2]);
    expect(encoded(new Bytes().unsigned(127))).toEqual([0x7f]);
    expect(encoded(new Bytes().unsigned(128))).toEqual([0x80, 1]);
    expect(encoded(new Bytes().unsigned(12857))).toEqual([0xb9, 0x64]);
    expect(encoded(new Bytes().signed(-2))).toEqual([0x7e]);
    expect(encoded(new Bytes().signed(127))).toEqual([0xff, 0]);
    expect(encoded(new Bytes().signed(-127))).toEqual([0x81, 0x7f]);
    expect(encoded(new Bytes().signed(-129))).toEqual([0xff, 0x7e]);
    expect(encoded(new Bytes().signed64(-129n))).toEqual([0xff, 0x7e]);
  });

  it('survive a round trip through an instance', () => {
    const values = [0n, -1n, 63n, -64n, 64n, 2n ** 63n - 1n, -(2n ** 63n), 0x0123456789abcdefn];
    const module = new ModuleBuilder({ pages: 1, shared: false });
    values.forEach((value, k) => {
      module.export(
        `v${k}`,
        module.function([], 'i64', (body) => void body.i64(value)),
      );
    });
    const exports = instantiate(module) as Record<string, () => bigint>;
    expect(values.map((_, k) => exports[`v${k}`]())).toEqual(values);
  });
});

describe('imported functions', () => {
  it('may be declared after functions that are called by index', () => {
    const module = new ModuleBuilder({ pages: 1, shared: false });
    const twice = module.function(['f64'], 'f64', (body) => {
      body.get(body.parameter(0)).f64(2).do('f64Mul');
    });
    const run = module.function(['f64'], 'f64', (body) => {
      const third = module.importFunction('host', 'third', ['f64'], 'f64');
      const nested = module.function(['f64'], 'f64', (inner) => {
        inner.get(inner.parameter(0)).f64(1).do('f64Add');
      });
      body.get(body.parameter(0)).call(twice).call(third).call(nested);
    });
    expect(module.importFunction('host', 'third', ['f64'], 'f64').index).toBe(0);
    module.export('run', run);
    const exports = instantiate(module, { third: (x: number) => x / 4 });
    expect((exports.run as (x: number) => number)(6)).toBe(6 / 2 + 1);
  });
});

describe('vector constants', () => {
  it('keep every bit, signs of zero and NaN included', () => {
    const values = [0, -0, 1.5, -5e-324, Infinity, Number.NaN, 1.5];
    const module = new ModuleBuilder({ pages: 1, shared: false });
    values.forEach((value, k) => {
      const read = module.function([], 'f64', (body) => void body.f64x2(value).lane(1));
      module.export(`f${k}`, read);
    });
    module.export(
      'bits',
      module.function([], 'i64', (b) => void b.i64x2(-(2n ** 63n)).i64Lane(0)),
    );
    const exports = instantiate(module) as Record<string, () => number | bigint>;
    expect(values.map((_, k) => exports[`f${k}`]())).toEqual(values);
    expect(Object.is(exports.f1(), -0)).toBe(true);
    expect(exports.bits()).toBe(-(2n ** 63n));
  });
});
