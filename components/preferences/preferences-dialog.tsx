import { choosePreference, usePreferences } from '#lib/client/preferences'
import type { RoomStore } from '#lib/client/room-state'
import { playTone } from '#lib/client/sounds'
import type { Rooms } from '#lib/client/use-rooms'
import { LanguagePicker } from '../language/language-picker'
import { useLanguage } from '../language/use-language'
import { Dialog } from '../ui/dialog'
import { Choice } from './choice'
import { NotificationSetting } from './notification-setting'
import { RoomLevel } from './room-level'
import { Switch } from './switch'

type Props = {
  store: RoomStore
  rooms: Rooms
  chooseLanguage: (form: FormData) => Promise<void>
  onClose: () => void
}

/** How Parley looks and behaves in this browser, and what this room tells of. Each choice works at once. */
export function PreferencesDialog({ store, rooms, chooseLanguage, onClose }: Props) {
  const { locale, t } = useLanguage()
  const { theme, density, enter, letterKeys, sound, spoken, spokenSent } = usePreferences()
  return (
    <Dialog title={t('room.preferences')} onClose={onClose}>
      <RoomLevel store={store} rooms={rooms.store} />
      <Choice
        legend={t('preferences.theme')}
        options={[
          ['system', t('preferences.themeSystem')],
          ['light', t('preferences.themeLight')],
          ['dark', t('preferences.themeDark')],
        ]}
        value={theme}
        onChoose={(value) => choosePreference('theme', value)}
      />
      <Choice
        legend={t('preferences.density')}
        options={[
          ['comfortable', t('preferences.densityComfortable')],
          ['compact', t('preferences.densityCompact')],
        ]}
        value={density}
        onChoose={(value) => choosePreference('density', value)}
      />
      <section className="preference">
        <h3 className="preference-title">{t('languages.label')}</h3>
        <LanguagePicker chooseLanguage={chooseLanguage} current={locale} label={t('languages.label')} />
      </section>
      <NotificationSetting />
      <Switch
        label={t('preferences.sound')}
        hint={t('preferences.soundHint')}
        isOn={sound === 'on'}
        onSwitch={(isOn) => {
          choosePreference('sound', isOn ? 'on' : 'off')
          if (isOn) playTone()
        }}
      />
      <Choice
        legend={t('preferences.enter')}
        hint={t('preferences.enterHint')}
        options={[
          ['sends', t('preferences.enterSends')],
          ['breaks', t('preferences.enterBreaks')],
        ]}
        value={enter}
        onChoose={(value) => choosePreference('enter', value)}
      />
      <Switch
        label={t('preferences.letterKeys')}
        hint={t('preferences.letterKeysHint')}
        isOn={letterKeys === 'on'}
        onSwitch={(isOn) => choosePreference('letterKeys', isOn ? 'on' : 'off')}
      />
      <Choice
        legend={t('preferences.spoken')}
        options={[
          ['all', t('preferences.spokenAll')],
          ['mentions', t('preferences.spokenMentions')],
          ['nothing', t('preferences.spokenNothing')],
        ]}
        value={spoken}
        onChoose={(value) => choosePreference('spoken', value)}
      >
        <Switch
          label={t('preferences.spokenSent')}
          isOn={spokenSent === 'on'}
          onSwitch={(isOn) => choosePreference('spokenSent', isOn ? 'on' : 'off')}
        />
      </Choice>
    </Dialog>
  )
}
