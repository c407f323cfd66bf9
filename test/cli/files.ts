/** Models and data of the tests of the command. */
export const files = {
  'mean.bayes': `model "A mean"
dim obs
data y[obs]: real
data scale: positive = 1
param m ~ Normal(0, 2)
observe y ~ Normal(m, scale)
`,
  'y.json': '{ "y": [0.5, 1, 2, 2.5] }',
  'y.csv': 'y\n0.5\n1\n2\n2.5\n',
  'scale.json': '{ "scale": 3 }',
  'schools.bayes': `dim school
data y[school]: real
data sigma[school]: positive
param mu ~ Normal(0, 5)
param tau ~ HalfCauchy(5)
param theta[school] ~ Normal(mu, tau)
observe y ~ Normal(theta, sigma)
output y_new[school] ~ Normal(theta, sigma)
`,
  'schools.csv': `school,y,sigma
A school with a very long name that no table of eighty columns can hold,28,15
Deerfield,8,10
Exeter,-3,16
Hotchkiss,7,11
`,
  'coins.bayes':
    'dim toss\ndata x[toss]: real\ndata y[toss]: binary\nparam b ~ Normal(0, 3)\nobserve y ~ BernoulliLogit(b * x)\n',
  'coins.csv': 'x,y\n1,1\n2,1\n-1,0\n-2,0\n0.5,0\n1.5,1\n',
  'held.csv': 'x,y\n1,1\n-1,0\n2,0\n0.5,1\n-2,0\n-0.4,1\n',
  'ood.csv': 'x\n0.01\n-0.02\n',
  'colours.bayes':
    'model "colours"\ndim obs\ndim hue = ["red", "blue"]\ndata x[obs]: real\ndata colour[obs]: hue\nparam b[hue] ~ Normal(0, 1)\nlet scores[i in obs, h in hue] = b[h] * x[i]\nobserve colour ~ CategoricalLogit(scores)\n',
  'colours.csv': 'x,colour\n2,red\n1,red\n2,blue\n3,red\n',
  'missing.csv': 'x,y\n1,1\n2,NA\n',
  'prior.bayes': 'param a ~ Normal(0, 1)\n',
  'wrong.bayes': 'param a ~ Nomal(0, 1)\nobserve y ~ Normal(a, 1)\n',
  'y.npz': 'y\n1\n',
  'y.arrow': 'y\n1\n',
  'empty.bayes': '',
  'empty.csv': '',
  'empty.json': '',
  'twice.csv': 'y,y\n1,2\n',
  'ragged.csv': 'y,z\n1,2\n3\n',
  'text.csv': 'y\n1\nabc\n',
  'huge.csv': 'y\n1e400\n',
  'null.json': 'null',
  'broken.json': '{ "y": [1, }',
  'latin1.csv': Uint8Array.of(0x79, 0x0a, 0xe9, 0x0a),
  'utf16.csv': Uint8Array.of(0xff, 0xfe, 0x78, 0, 0x0a, 0, 0x31, 0, 0x0a, 0),
  'binary.bayes': Uint8Array.from({ length: 256 }, (_, k) => k),
  'no-start.bayes': 'param a ~ Normal(0, 1)\nfactor log(a - 1000)\n',
  'undefined.bayes': 'param a ~ Normal(0, 1)\noutput l = log(a)\n',
  'no-parameters.bayes': 'dim obs\ndata y[obs]: real\nobserve y ~ Normal(0, 1)\n',
  'huge.bayes': 'dim k = 1000000000\nparam a[k] ~ Normal(0, 1)\n',
  'many.bayes': 'dim k = 50\nparam a[k] ~ Normal(0, 1)\n',
} as const;
