/** The files of a new project: a model that fits its data well enough to be changed step by step. */
export const starter: Readonly<Record<string, string>> = {
  'model.bayes': `model "Stopping distance"

dim car

/// Speed in miles an hour.
data speed[car]: positive
/// Distance to stop, in feet.
data distance[car]: nonnegative

/// Distance at 15 miles an hour.
param at_15 ~ Normal(40, 20)
/// Feet more for each mile an hour more.
param slope ~ Normal(0, 5)
/// How far single cars are from the line.
param sigma ~ HalfNormal(20)

observe distance ~ Normal(at_15 + slope * (speed - 15), sigma)

/// What is expected of a car at 20 miles an hour.
output at_20 = at_15 + 5 * slope
`,

  'data.csv': `speed,distance
4,2
4,10
7,4
7,22
8,16
9,10
10,18
10,26
10,34
11,17
11,28
12,14
12,20
12,24
12,28
13,26
13,34
13,34
13,46
14,26
14,36
14,60
14,80
15,20
15,26
15,54
16,32
16,40
17,32
17,40
17,50
18,42
18,56
18,76
18,84
19,36
19,46
19,68
20,32
20,48
20,52
20,56
20,64
22,66
23,54
24,70
24,92
24,93
24,120
25,85
`,

  'README.md': `# A model and its data

\`model.bayes\` says how the data came about, \`data.csv\` has them: speeds and stopping distances of 50 cars in the 1920s (Ezekiel 1930, Methods of Correlation Analysis; \`cars\` in R; published figures, free of copyright).

\`\`\`sh
credence check model.bayes
credence fit model.bayes --data data.csv --out first-fit
credence predict first-fit --data data.csv
credence report first-fit --data data.csv --out report.html
\`\`\`

The first command finds mistakes in the model without looking at data. The second gives what is known of each parameter after seeing the data, and keeps the fit in a folder. The third draws new data from the fit and compares them with the real ones: where the two differ, the model is wrong about something. The fourth makes a page of all that, with pictures.

## With your own data

Put a table in place of \`data.csv\`, its first line the names of the columns. In the model, each column that is used is a \`data\` line; \`dim car\` names what a row is. Rows with an empty cell are refused unless the type ends in \`?\`.

\`credence init\` writes these files only where none of them is yet.
`,
};
