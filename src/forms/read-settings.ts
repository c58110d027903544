/** The sheet of settings: what names the form, and settings that would silently not be carried out. */
import type { Fault } from '../base/problem.ts'
import { columnName, plain, type Sheet } from '../sheets/sheet.ts'
import type { Form } from './form.ts'

type Settings = Pick<Form, 'formId' | 'version' | 'title' | 'defaultLanguage' | 'instanceName'>

/** Answers that are sealed for somebody else could not be read here. */
const refused = new Set(['public_key', 'submission_url', 'auto_send', 'auto_delete', 'namespaces', 'attribute'])

/** The settings of a form; a workbook without the sheet is named by its file. */
export function settingsOf(sheet: Sheet | undefined, fileName: string, faults: Fault[]): Settings {
  const values = new Map<string, string>()
  const [heads = [], cells = []] = sheet?.rows ?? []
  heads.forEach((cell, index) => {
    const key = plain(cell.text).toLowerCase().replaceAll(' ', '_')
    const text = cells[index]?.text.trim() ?? ''
    if (text === '') return
    values.set(key, text)
    if (refused.has(key.split(':')[0]!))
      faults.push({
        at: columnName(index),
        sheet: sheet!.name,
        row: 2,
        says: 'fault.form.settingUnsupported',
        details: { column: cell.text },
      })
  })
  const name = fileName.replace(/\.[a-z]+$/i, '').slice(0, 100) || 'form'
  const [language, instanceName] = [values.get('default_language'), values.get('instance_name')]
  return {
    formId: (values.get('form_id') ?? values.get('id_string') ?? name).slice(0, 100),
    version: (values.get('version') ?? '1').slice(0, 64),
    title: (values.get('form_title') ?? values.get('title') ?? values.get('form_id') ?? name).slice(0, 300),
    ...(language === undefined ? {} : { defaultLanguage: language }),
    ...(instanceName === undefined ? {} : { instanceName }),
  }
}
