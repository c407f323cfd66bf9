import type { Span } from '../../diagnostics/span.ts';
import type { SettingValue } from '../../layers/layer.ts';

/** A declared network: what a call of it is replaced by. */
export interface Network {
  /** The dimensions of one example. */
  readonly inputs: readonly string[];
  /** Of a network that starts with an embedding: the dimension of which its input are members. */
  readonly membersOf?: string;
  readonly steps: readonly NetworkStep[];
  /** The dimensions of one example's result. */
  readonly output: readonly string[];
}

export type NetworkStep = LayerStep | ResidualStep;

export interface LayerStep {
  readonly kind: 'layer';
  /** `classify.layer1` */
  readonly name: string;
  /** Of the registry in src/layers. */
  readonly layer: string;
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly output: readonly string[];
  /** Names of parameters. */
  readonly weights: readonly string[];
  /** So many leading axes of the weight run over what adds up in one output. */
  readonly fanIn: number;
  /** An elementwise function of the registry. */
  readonly activation?: string;
  readonly span: Span;
}

/** x + f(x) */
export interface ResidualStep {
  readonly kind: 'residual';
  readonly steps: readonly NetworkStep[];
  readonly span: Span;
}
