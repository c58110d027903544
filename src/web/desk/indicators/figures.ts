/** Figures as a reader sees them: what a group is called, a rate with its count, and the chart of one rate. */
import type { Group } from '../../../indicators/indicators.api.ts'
import type { Grouping, Indicator } from '../../../indicators/indicator.ts'
import type { ChartOption } from '../../../ui/Chart.tsx'
import type { Words } from '../../../ui/words.tsx'

/** What a group is called. */
export const nameOf = ({ t, read }: Words, by: Grouping, { key, title }: Group): string =>
  title ? read(title) : by === 'none' ? t('indicators.whole') : (key ?? t(`indicators.without.${by}`))

/** A rate with its count, or a number. */
export function shown({ t, percent, number }: Words, { per }: Indicator, figure: Group['figures'][string]): string {
  if (per === null) return number(figure.of)
  return figure.rate === null
    ? t('indicators.nothing')
    : `${percent(figure.rate / 1_000_000)} (${number(figure.of)}/${number(figure.per ?? 0)})`
}

/** One rate of all groups, side by side; months as a line. */
export function optionOf(words: Words, by: Grouping, groups: readonly Group[], { id, per, name }: Indicator): ChartOption {
  const values = groups.map(({ figures }) =>
    per === null ? figures[id]!.of : figures[id]!.rate === null ? null : figures[id]!.rate / 10_000,
  )
  return {
    grid: { left: 44, right: 12, top: 12, bottom: 60 },
    tooltip: { trigger: 'axis' },
    xAxis: {
      type: 'category',
      data: groups.map((group) => nameOf(words, by, group)),
      axisLabel: { rotate: 30, width: 90, overflow: 'truncate' },
    },
    yAxis: { type: 'value', min: 0, ...(per === null ? {} : { max: 100, axisLabel: { formatter: '{value}%' } }) },
    series: [{ name: words.read(name), type: by === 'month' ? 'line' : 'bar', data: values }],
  }
}
