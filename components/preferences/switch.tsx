import { useId } from 'react'

type Props = { label: string; hint?: string; isOn: boolean; onSwitch: (isOn: boolean) => void }

/** On or off: a checkbox with its label. */
export function Switch({ label, hint, isOn, onSwitch }: Props) {
  const id = useId()
  return (
    <div>
      <label className="preference-option">
        <input
          type="checkbox"
          checked={isOn}
          aria-describedby={hint === undefined ? undefined : id}
          onChange={(event) => onSwitch(event.target.checked)}
        />
        {label}
      </label>
      {hint === undefined ? null : (
        <p id={id} className="ps-7 text-xs text-subtle">
          {hint}
        </p>
      )}
    </div>
  )
}
