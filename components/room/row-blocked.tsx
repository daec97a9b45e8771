import { useT } from '../language/use-t'

type Props = { id: string; isTabbable: boolean; onShow: () => void }

/** In place of a message by somebody who is blocked: that there is one, and a way to read it after all. */
export function RowBlocked({ id, isTabbable, onShow }: Props) {
  const t = useT()
  return (
    <p className="row-blocked">
      <span id={id}>{t('row.blocked')}</span>
      <button
        type="button"
        tabIndex={isTabbable ? undefined : -1}
        onClick={({ currentTarget }) => {
          // The button goes with the press: the focus must not fall off the page with it.
          currentTarget.closest<HTMLElement>('[data-row]')?.focus({ preventScroll: true })
          onShow()
        }}
      >
        {t('row.showBlocked')}
      </button>
    </p>
  )
}
