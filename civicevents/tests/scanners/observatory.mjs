// Mozilla's HTTP Observatory on ports of our own, which its command line does not take: node observatory.mjs PACKAGE HTTP HTTPS
// Prints {"grade", "score", "failed": [tests that were not passed]}.
const [source, http, https] = process.argv.slice(2);
const load = (path) => import(`${source}/src/${path}`);
const { ALL_TESTS } = await load("constants.js");
const { retrieve } = await load("retriever/retriever.js");
const { getGradeForScore, getScoreModifier } = await load("grader/grader.js");
const { MINIMUM_SCORE_FOR_EXTRA_CREDIT } = await load("grader/charts.js");

const answers = await retrieve("localhost", { httpPort: Number(http), httpsPort: Number(https) });
if (!answers.responses.auto) throw new Error("The portal does not answer.");
const results = ALL_TESTS.map((test) => test(answers));
const modifiers = results.map((result) => getScoreModifier(result.result));
const sum = (numbers) => numbers.reduce((total, number) => total + number, 100);
const strict = sum(modifiers.filter((number) => number < 0));
const { grade, score } = getGradeForScore(strict >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? sum(modifiers) : strict);
const failed = results.filter((result) => !result.pass).map((result) => `${result.constructor.name}: ${result.result}`);
console.log(JSON.stringify({ grade, score, failed }));
