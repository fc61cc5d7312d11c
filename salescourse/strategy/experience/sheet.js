// Queues: how long customers of each team wait, and how long if the teams were one desk.

/**
 * @typedef {object} Team
 * @property {number} people who can each do every job of the team
 * @property {number} jobs that come in on a day
 * @property {number} minutes that a job takes
 */

/** People as a whole number, for half of one does not take the next call. @param {Team} team */
const headsOf = ({ people }) => Math.max(1, Math.round(people));

/** How many of a team are at work on average. @param {Team} team @param {number} hours */
const loadOf = ({ jobs, minutes }, hours) => (jobs * minutes) / (60 * hours);

/** Erlang C: how likely it is that all are busy, where everybody stays.
 * @param {number} people @param {number} load */
function chanceToWait(people, load) {
  let blocked = 1;
  for (let k = 1; k <= people; k += 1) blocked = (load * blocked) / (k + load * blocked);
  return (people * blocked) / (people - load * (1 - blocked));
}

/** The mean wait in one queue; null where more work comes in than gets done.
 * @param {number} people @param {number} load @param {number} minutes */
function waitOf(people, load, minutes) {
  if (load >= people) return null;
  return (chanceToWait(people, load) * minutes) / (people - load);
}

/**
 * @param {{ teams: Team[], hours: number }} numbers
 * @returns {{ apart: number | null, together: number | null, busy: number, wait: (number |
 *   null)[], one_more: (number | null)[] }} waits in minutes, each null where a queue grows
 *   without end; one_more: with one person more in this team
 */
export function compute({ teams, hours }) {
  const heads = teams.map(headsOf);
  const loads = teams.map((team) => loadOf(team, hours));
  /** @param {number[]} numbers */
  const total = (numbers) => numbers.reduce((sum, one) => sum + one, 0);
  const jobs = total(teams.map((team) => team.jobs));
  const people = total(heads);
  const load = total(loads);
  const wait = teams.map((team, n) => waitOf(heads[n], loads[n], team.minutes));
  const mean = (load * 60 * hours) / jobs;
  const square = total(teams.map((team) => (2 * team.jobs * team.minutes ** 2) / jobs));
  const like = waitOf(people, load, mean);
  return {
    apart: wait.includes(null)
      ? null
      : total(teams.map((team, n) => team.jobs * (wait[n] ?? 0))) / jobs,
    together: like === null ? null : (like * square) / mean ** 2 / 2,
    busy: load / people,
    wait,
    one_more: teams.map((team, n) => waitOf(heads[n] + 1, loads[n], team.minutes)),
  };
}
