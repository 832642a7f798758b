// SPDX-License-Identifier: Apache-2.0
// A line without axes, for vital signs; gaps stay gaps.

const WIDTH = 200;
const HEIGHT = 26;

export function Spark({ values, colour }: { values: readonly (number | null)[]; colour: string }) {
  const known = values.filter(v => v !== null);
  if (known.length === 0) {
    return <svg class="spark" aria-hidden="true" />;
  }
  const low = Math.min(...known);
  const range = Math.max(...known) - low || 1;
  const x = (i: number) => ((i / Math.max(1, values.length - 1)) * WIDTH).toFixed(1);
  const y = (v: number) => (HEIGHT - 2 - ((v - low) / range) * (HEIGHT - 4)).toFixed(1);
  let line = '';
  let area = '';
  let start = -1;
  values.forEach((v, i) => {
    if (v !== null) {
      line += `${start < 0 ? 'M' : 'L'}${x(i)} ${y(v)}`;
      area += `${start < 0 ? `M${x(i)} ${HEIGHT}` : ''}L${x(i)} ${y(v)}`;
      start = start < 0 ? i : start;
    }
    if (start >= 0 && (v === null || i === values.length - 1)) {
      area += `L${x(v === null ? i - 1 : i)} ${HEIGHT}Z`;
      start = -1;
    }
  });
  return (
    <svg
      class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none"
      aria-hidden="true">
      <path d={area} fill={colour} fill-opacity=".12" />
      <path
        d={line} fill="none" stroke={colour} stroke-width="1.4"
        vector-effect="non-scaling-stroke" />
    </svg>
  );
}
