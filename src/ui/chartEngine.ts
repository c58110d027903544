/** ECharts, only the parts we draw with, dressed in the tokens. Loaded by `Chart` and by nothing else. */
import { BarChart, LineChart, SunburstChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

// What is not listed is not shipped: a new kind of chart adds its line here and is weighed by the test of budgets.
use([BarChart, LineChart, SunburstChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

export type ChartOption = EChartsCoreOption

/** A chart on the page. */
export interface DrawnChart {
  show(option: ChartOption, label: string): void
  close(): void
}

/** The value of a token now, e.g. `--ink`. */
const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

function themeNow(rem: number) {
  const ink = token('--ink')
  const quiet = token('--ink-2')
  const edge = token('--edge')
  const text = { color: quiet, fontSize: 0.8125 * rem, fontFamily: token('--font') }
  const axis = {
    axisLine: { lineStyle: { color: edge } },
    axisTick: { show: false },
    axisLabel: text,
    splitLine: { lineStyle: { color: edge } },
  }
  return {
    color: ['--chart-1', '--chart-2', '--chart-3', '--chart-4', '--chart-5', '--chart-6'].map(token),
    backgroundColor: 'transparent',
    textStyle: { fontFamily: token('--font') },
    legend: { textStyle: text, icon: 'roundRect', itemWidth: 0.75 * rem, itemHeight: 0.75 * rem },
    tooltip: {
      // Text on the canvas, not HTML: the page's content policy allows no inline style.
      renderMode: 'richText',
      backgroundColor: token('--surface'),
      borderColor: edge,
      textStyle: { color: ink, fontSize: 0.8125 * rem },
      confine: true,
    },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    timeAxis: axis,
    line: { symbolSize: 0.375 * rem, lineStyle: { width: 0.125 * rem } },
    bar: { barMaxWidth: 1.5 * rem, itemStyle: { borderRadius: 0.125 * rem } },
    sunburst: { itemStyle: { borderColor: token('--surface') }, label: { color: ink } },
  }
}

/** Starts a chart in an element; it follows the element's size. */
export function drawChart(place: HTMLElement, onPress: (part: { name: string; id: string | undefined }) => void): DrawnChart {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  const chart = init(place, themeNow(rem))
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  chart.on('click', (event) => {
    const id = (event.data as { id?: string } | null | undefined)?.id
    onPress({ name: event.name, id })
  })
  const watch = new ResizeObserver(() => chart.resize())
  watch.observe(place)
  return {
    show: (option, label) => {
      chart.setOption(
        { animation: !still, animationDuration: 300, aria: { enabled: true, label: { description: label } }, ...option },
        { notMerge: true },
      )
    },
    close: () => {
      watch.disconnect()
      chart.dispose()
    },
  }
}
