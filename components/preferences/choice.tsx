import { type ReactNode, useId } from 'react'

type Props<T extends string> = {
  legend: string
  hint?: string
  options: readonly (readonly [value: T, label: string])[]
  value: T
  onChoose: (value: T) => void
  /** What stands below the options, such as a refusal. */
  children?: ReactNode
}

/** One of a few: a named group of radio buttons. */
export function Choice<T extends string>({ legend, hint, options, value, onChoose, children }: Props<T>) {
  const name = useId()
  return (
    <fieldset className="preference" aria-describedby={hint === undefined ? undefined : `${name}-hint`}>
      <legend>{legend}</legend>
      <div className="preference-options">
        {options.map(([option, label]) => (
          <label key={option} className="preference-option">
            <input type="radio" name={name} checked={option === value} onChange={() => onChoose(option)} />
            {label}
          </label>
        ))}
      </div>
      {hint === undefined ? null : (
        <p id={`${name}-hint`} className="text-xs text-subtle">
          {hint}
        </p>
      )}
      {children}
    </fieldset>
  )
}
