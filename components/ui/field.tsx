import clsx from 'clsx'
import { type ComponentProps, type ReactNode, useId } from 'react'

type Props = Omit<ComponentProps<'input'>, 'id'> & {
  label: string
  /** Why the value was refused, with what to do next. Stands outside the label and is what describes the input. */
  problem?: ReactNode
}

/** A labelled one-line input with its refusal beside it. */
export function Field({ label, problem, className, ...rest }: Props) {
  const id = useId()
  const problemId = `${id}-problem`
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-[620]">
        {label}
      </label>
      <input
        id={id}
        {...rest}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? problemId : undefined}
        className={clsx(
          'block h-12 w-full rounded-md border border-line-strong bg-surface px-3.5',
          'aria-invalid:border-danger aria-invalid:shadow-[0_0_0_1px_var(--danger)]',
          className ?? 'text-[1rem]',
        )}
      />
      {problem ? (
        <div id={problemId} className="text-sm text-danger-text">
          {problem}
        </div>
      ) : null}
    </div>
  )
}
