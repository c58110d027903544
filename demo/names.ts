/**
 * Invents names from a small stock of characters, with their pinyin. The stock was chosen so that city, districts,
 * streets and people sound right and mean nobody: whoever shares a name with a real place or person does so by chance.
 */
import type { Text } from '../src/base/text.ts'
import type { Chance } from './random.ts'

// biome-ignore format: a table
const pinyin: Record<string, string> = {
  云: 'yun', 岫: 'xiu', 澄: 'cheng', 岸: 'an', 禾: 'he', 栖: 'qi', 望: 'wang', 澜: 'lan', 霁: 'ji', 汀: 'ting', 筠: 'yun', 荻: 'di',
  沁: 'qin', 漪: 'yi', 朗: 'lang', 熹: 'xi', 芷: 'zhi', 苒: 'ran', 棠: 'tang', 槿: 'jin', 棣: 'di', 岚: 'lan', 溯: 'su', 璟: 'jing',
 棹: 'zhao', 砚: 'yan', 笛: 'di', 萤: 'ying', 藿: 'huo', 蓼: 'liao', 鹭: 'lu', 榆: 'yu', 沚: 'zhi', 皎: 'jiao', 晞: 'xi',
  里: 'li', 苑: 'yuan', 桥: 'qiao', 塘: 'tang', 台: 'tai', 坊: 'fang', 岗: 'gang', 湾: 'wan', 亭: 'ting', 泉: 'quan',
  林: 'lin', 园: 'yuan', 埠: 'bu', 明: 'ming', 城: 'cheng', 溪: 'xi',
}

const firsts = '云澄栖望霁汀筠荻沁漪朗熹芷苒棠槿棣岚溯璟棹砚笛萤藿蓼鹭榆沚皎晞'.split('')
const seconds = '岫岸禾澜汀荻漪苒棠溪沚砚'.split('')
const places = '里苑桥塘台坊岗湾亭泉林园埠'.split('')

const roman = (name: string): string => {
  const all = name
    .split('')
    .map((character) => pinyin[character] ?? '')
    .join('')
  return all.charAt(0).toUpperCase() + all.slice(1)
}

/** A name that was not given before, from one list times another. */
function maker(chance: Chance, first: readonly string[], second: readonly string[]): () => string {
  const stock = chance.shuffled(first.flatMap((a) => second.filter((b) => a !== b).map((b) => a + b)))
  return () => {
    const name = stock.pop()
    if (name === undefined) throw new Error('The stock of names is used up')
    return name
  }
}

const named = (name: string, zh: string, en: string): Text => ({ zh: `${name}${zh}`, en: `${roman(name)} ${en}` })

/** Fixed names of the whole: the city and its four districts. */
export const cityName: Text = { zh: '明城市', en: 'Mingcheng' }
export const districtNames: readonly Text[] = ['云岫', '澄岸', '栖禾', '望澜'].map((name) => named(name, '区', 'District'))

/** What the places of one city are called. */
export interface Names {
  street(): Text
  community(): Text
  road(kind: string): Text
  /** Not unique: a market and a school may share a name. */
  venue(): Text
}

const roadWords: Record<string, readonly [string, string]> = {
  trunk: ['快速路', 'Expressway'],
  primary: ['大道', 'Avenue'],
  secondary: ['路', 'Road'],
  tertiary: ['街', 'Street'],
  bridge: ['大桥', 'Bridge'],
}

/** Names for a city; areas and streets get a name of their own. */
export function makeNames(chance: Chance): Names {
  const streets = maker(chance, firsts, seconds)
  const communities = maker(chance, firsts, places)
  const roads = maker(chance, firsts, [...seconds, ...places])
  return {
    street: () => named(streets(), '街道', 'Subdistrict'),
    community: () => named(communities(), '社区', 'Community'),
    road: (kind) => named(roads(), ...(roadWords[kind] ?? (['巷', 'Lane'] as const))),
    venue: () => named(chance.pick(firsts) + chance.pick([...seconds, ...places]), '', ''),
  }
}

const surnames =
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳'.split('')
const givens = '霁汀筠荻沁漪朗熹芷苒棠槿棣岚溯璟桐棹砚笛萤藿蓼鹭榆沚皎晞岫澜'.split('')

/** Names of people: a common surname and two rare characters. */
export function makePeople(chance: Chance): () => string {
  const given = maker(chance, givens, givens)
  return () => chance.pick(surnames) + given()
}
