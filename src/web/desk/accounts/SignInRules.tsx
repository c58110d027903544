/** The city's rules of signing in: after how long an empty chair is signed out, and who must show two factors from which day on. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { v7 } from 'uuid'
import { signInRulesApi, type SignInRulesShown } from '../../../city/signInRules.api.ts'
import { type Role, roles } from '../../../city/who.ts'
import { Button } from '../../../ui/Button.tsx'
import { DatePicker } from '../../../ui/DatePicker.tsx'
import { Checkbox, NumberField } from '../../../ui/Fields.tsx'
import { Dialog } from '../../../ui/Overlays.tsx'
import { Note } from '../../../ui/Page.tsx'
import { Answer } from '../../../ui/States.tsx'
import { useWords } from '../../../ui/words.tsx'
import { calls, useSend } from '../../call.ts'

const rulesCalls = calls('signInRules', signInRulesApi)

/** The dialog. */
export function SignInRules({ onClose }: { onClose: () => void }) {
  const asked = useQuery(rulesCalls.getSignInRules.ask({}))
  const { t } = useWords()
  if (asked.data) return <Form rules={asked.data} onClose={onClose} />
  return (
    <Dialog title={t('signInRules.title')} isOpen onClose={onClose}>
      <Answer of={asked}>{() => null}</Answer>
    </Dialog>
  )
}

function Form({ rules, onClose }: { rules: SignInRulesShown; onClose: () => void }) {
  const { t } = useWords()
  const [id] = useState(() => v7())
  const [it, setIt] = useState(rules)
  const set = useSend(rulesCalls.setSignInRules, { quiet: true, done: t('signInRules.saved'), touches: ['session'], onDone: onClose })
  const isWhole = it.factorRoles.length === 0 || it.factorFrom !== null
  const toggle = (role: Role, on: boolean) => {
    const factorRoles = roles.filter((one) => (one === role ? on : it.factorRoles.includes(one)))
    setIt({ ...it, factorRoles, factorFrom: factorRoles.length === 0 ? null : it.factorFrom })
  }
  return (
    <Dialog
      title={t('signInRules.title')}
      isOpen
      onClose={onClose}
      place="wide"
      actions={
        <>
          <Button onPress={onClose}>{t('ui.cancel')}</Button>
          <Button kind="primary" isPending={set.isPending} isDisabled={!isWhole} onPress={() => set.send({ body: { ...it, id } })}>
            {t('signInRules.save')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <div className="grid-2 grid">
          <NumberField
            label={t('signInRules.idle')}
            help={t('signInRules.idleHelp')}
            value={it.idleMinutes}
            onChange={(idleMinutes) => setIt({ ...it, idleMinutes: idleMinutes ?? rules.idleMinutes })}
            min={10}
            max={720}
            unit={t('signInRules.minutes')}
          />
          <NumberField
            label={t('signInRules.longest')}
            help={t('signInRules.longestHelp')}
            value={it.longestHours}
            onChange={(longestHours) => setIt({ ...it, longestHours: longestHours ?? rules.longestHours })}
            min={1}
            max={24}
            unit={t('signInRules.hours')}
          />
        </div>
        <fieldset className="stack-s">
          <legend className="strong">{t('signInRules.roles')}</legend>
          <p className="quiet small">{t('signInRules.rolesHelp')}</p>
          <div className="grid-2 grid">
            {roles.map((role) => (
              <Checkbox key={role} isSelected={it.factorRoles.includes(role)} onChange={(on) => toggle(role, on)}>
                {t(`role.${role}`)}
              </Checkbox>
            ))}
          </div>
        </fieldset>
        {it.factorRoles.length > 0 && (
          <DatePicker
            label={t('signInRules.from')}
            help={t('signInRules.fromHelp')}
            value={it.factorFrom ?? ''}
            onChange={(factorFrom) => setIt({ ...it, factorFrom: factorFrom === '' ? null : (factorFrom as never) })}
            isRequired
          />
        )}
        {set.error && <Note tone="red">{set.error.message}</Note>}
      </div>
    </Dialog>
  )
}
