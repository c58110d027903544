/**
 * The case classes of the demo city and their filing conditions, invented for it: names of the kind that every city's standard has,
 * limits of the usual size. Codes are those that the sample standards name, so that a failed check finds its class.
 */
import type { UnitId } from '../src/base/ids.ts'
import type { Limit } from '../src/calendar/limit.ts'
import { type ClassKind, codeOf } from '../src/classes/class.ts'
import { putConditions } from '../src/classes/classes.sql.ts'
import { readLimit } from '../src/classes/limitText.ts'
import { shippedKinds } from '../src/participation/kinds.ts'
import { putKinds } from '../src/participation/participation.sql.ts'
import type { Target } from './bulk.ts'
import type { City } from './generate.ts'
import { foundedMs } from './geography.ts'
import { chanceOf } from './random.ts'

type Row = readonly [code: string, name: string, files: string, closes: string, limit: string, unit: string]

const bigs: Readonly<Record<ClassKind, Readonly<Record<string, string>>>> = {
  component: { '01': '公用设施类', '02': '道路交通类', '03': '市容环境类' },
  event: { '01': '市容环境', '02': '宣传广告', '03': '施工管理', '04': '街面秩序', '05': '突发事件' },
}

/** Several conditions of a class stand in the order of their weight; codes with C are components, the others events. */
const table: readonly Row[] = [
  ['C01-01', '井盖', '井盖缺失、移位，有坠落危险', '井盖补齐复位，现场无危险', '2紧急工作时', 'zjj'],
  ['C01-01', '井盖', '井盖破损、明显高差或异响', '更换或维修到位，与路面平顺', '2工作日', 'zjj'],
  ['C02-05', '无障碍坡道及盲道', '无障碍坡道、盲道被占用或破损', '清除占用，修复完好', '3工作日', 'zjj'],
  ['C03-01', '公共厕所', '公厕不洁、有异味或设施损坏', '保洁到位，设施可用', '1工作日', 'cgj'],
  ['01-04', '建（构）筑物外立面不洁', '外立面破损、污渍或乱晾乱挂', '外立面整洁', '5工作日', 'cgj'],
  ['01-08', '乱拉线缆、飞线充电', '架空线缆垂落，或电动车飞线充电', '拆除飞线，线缆规整', '4紧急工作时', 'yjj'],
  ['01-10', '暴露垃圾、积存渣土', '公共区域暴露垃圾或积存渣土', '清运干净', '4紧急工作时', 'cgj'],
  ['01-12', '道路不洁', '大面积遗撒、油污', '冲洗干净', '2紧急工作时', 'cgj'],
  ['01-12', '道路不洁', '路面有垃圾、烟头、积尘', '清扫干净', '1工作日', 'cgj'],
  ['01-13', '道路破损', '路面坑洼、裂缝或沉陷', '修补平整', '5工作日', 'zjj'],
  ['01-17', '绿地不洁、毁绿占绿', '行道树缺株，需补植', '补植成活', '种植季节15工作日', 'cgj'],
  ['01-17', '绿地不洁、毁绿占绿', '绿地有垃圾、裸土或被占用', '清理干净，恢复绿化', '3工作日', 'cgj'],
  ['01-25', '水域不洁', '水面有漂浮物，岸坡有垃圾', '打捞清理干净', '2工作日', 'swj'],
  ['01-28', '噪声扰民', '商铺高音喇叭、设备噪声扰民', '停止扰民行为', '2紧急工作时制止', 'gaj'],
  ['01-30', '污水外溢', '污水横流、管道外溢', '疏通到位，地面清洁', '4紧急工作时', 'swj'],
  ['01-36', '乱堆物料', '公共区域乱堆乱放', '清理归位', '1工作日', 'cgj'],
  ['01-38', '动物扰民', '圈养家禽、犬只不拴绳', '劝离整改', '3工作日', 'gaj'],
  ['01-92', '垃圾桶满溢', '垃圾桶满溢、破损或不洁', '清运清洗，更换破损桶', '1工作日', 'cgj'],
  ['01-93', '垃圾分类不到位', '分类设施不全或投放混乱', '设施齐备，投放规范', '3工作日', 'cgj'],
  ['02-01', '小广告、乱涂乱画', '张贴、喷涂小广告', '清除覆盖', '1工作日', 'cgj'],
  ['02-99', '公益广告不达标', '应设未设或数量、间距不足', '补设到位', '5工作日', 'xcb'],
  ['02-99', '公益广告不达标', '公益广告破损、褪色、遮挡', '修复或更换', '5工作日', 'xcb'],
  ['03-04', '工地扬尘、车辆不密闭', '工地扬尘，渣土车未密闭', '落实抑尘，车辆密闭', '4紧急工作时', 'zjj'],
  ['03-07', '施工围挡不规范', '围挡破损、不洁或公益广告面积不足', '修复保洁，面积达标', '3工作日', 'zjj'],
  ['03-12', '工地出入口带泥', '车辆带泥上路，出入口不洁', '冲洗干净', '1工作日', 'zjj'],
  ['03-99', '其他施工问题', '施工公示牌缺失或内容不全', '补齐公示', '5工作日', 'zjj'],
  ['04-05', '占道经营、店外经营', '占道经营、出店经营', '劝离规范', '2紧急工作时', 'cgj'],
  ['04-10', '非机动车乱停放', '非机动车停放无序，占压盲道', '摆放有序', '1工作日', 'cgj'],
  ['04-96', '消防通道堵塞', '占用、堵塞消防通道', '清除占用，恢复畅通', '2紧急工作时', 'xfzd'],
  ['04-98', '市场秩序不良', '摊位不归市、出摊占道', '划行归市', '2工作日', 'sjj'],
  ['05-06', '道路积水', '道路积水、排水不畅', '排除积水，疏通管道', '2紧急工作时', 'swj'],
  ['C01-05', '路灯', '灯杆倾斜、线缆裸露，有倒伏或触电危险', '排除危险，扶正加固', '2紧急工作时', 'cgj'],
  ['C01-05', '路灯', '路灯不亮、闪烁或缺失', '恢复照明', '3工作日', 'cgj'],
  ['04-09', '机动车乱停放', '机动车占用人行道、盲道停放', '驶离或依法处置', '4紧急工作时', 'gaj'],
]

/** The class that a report of the public gets by its kind; "something else" is for the desk to name. */
const classOfKind: Readonly<Record<string, string>> = {
  street: 'E01-13',
  lamp: 'C01-05',
  litter: 'E01-10',
  posters: 'E02-01',
  parking: 'E04-09',
  stalls: 'E04-05',
  green: 'E01-17',
  noise: 'E01-28',
}

/** A condition of the demo, as the steps of its cases choose it. */
export interface DemoCondition {
  readonly id: string
  readonly classCode: string
  readonly limit: Limit
}

/** What the class of a check leads to. */
export type ConditionOf = (caseClass: string | undefined) => DemoCondition | undefined

/** Draws them with their ids. */
function conditionsOf(city: City) {
  const chance = chanceOf(city.seed, 'conditions')
  const unitOf = new Map(city.units.map(({ code, id }) => [code, id as UnitId]))
  return table.map(([written, smallName, files, closes, limitText, unit], index) => {
    const kind: ClassKind = written.startsWith('C') ? 'component' : 'event'
    const [big, small] = written.replace('C', '').split('-') as [string, string]
    const { limit, act } = readLimit(limitText, 'working')!
    const owner = city.units.find(({ code }) => code === unit)
    return {
      id: chance.id(foundedMs + index),
      classCode: codeOf(kind, big, small),
      kind,
      bigCode: big,
      bigName: bigs[kind][big]!,
      smallName,
      no: index + 1,
      files,
      closes,
      handler: owner?.name.zh ?? '',
      supervisor: '',
      unitId: unitOf.get(unit) ?? null,
      limitText,
      ...limit,
      limit,
      act,
      withdrawn: false,
    }
  })
}

/** The condition that a check's class leads to: by the code of an event, or by the name of a component. */
export function makeConditions(city: City): ConditionOf {
  const all = conditionsOf(city)
  // The last of a class is its plainest.
  const lightest = (of: (one: (typeof all)[number]) => string) => new Map(all.map((one) => [of(one), one]))
  const [byCode, byName] = [lightest(({ classCode }) => classCode), lightest(({ smallName }) => smallName)]
  return (caseClass) => (caseClass === undefined ? undefined : (byCode.get(`E${caseClass}`) ?? byName.get(caseClass)))
}

/** Writes them, and the kinds of the public that lead to them. */
export async function loadClasses({ db, city: id }: Target, city: City): Promise<void> {
  await putConditions(db, id, conditionsOf(city))
  await putKinds(
    db,
    id,
    shippedKinds.map((kind) => ({ ...kind, class: classOfKind[kind.code] ?? null })),
  )
}
