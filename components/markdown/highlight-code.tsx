// Colours code. Loaded only once a block of it is on the screen: this file and its grammars are a chunk of their own.
import bash from 'highlight.js/lib/languages/bash'
import cpp from 'highlight.js/lib/languages/cpp'
import diff from 'highlight.js/lib/languages/diff'
import go from 'highlight.js/lib/languages/go'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import python from 'highlight.js/lib/languages/python'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'
import { createLowlight } from 'lowlight'
import type { ReactNode } from 'react'

const grammars = { bash, cpp, diff, go, java, javascript, json, python, rust, sql, typescript, xml, yaml }
const lowlight = createLowlight(grammars)

type Nodes = ReturnType<typeof lowlight.highlight>['children']

/** The code as spans with classes, or `undefined` for a language that is not known here. The text stays the same. */
export function highlightCode(text: string, language: string): ReactNode[] | undefined {
  const name = language.split(/[\s:{,]/, 1)[0]?.toLowerCase() ?? ''
  return lowlight.registered(name) ? spansOf(lowlight.highlight(name, text).children) : undefined
}

function spansOf(nodes: Nodes): ReactNode[] {
  return nodes.map((node, at) => {
    if (node.type === 'text') return node.value
    if (node.type !== 'element') return null
    const { className } = node.properties
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the code never changes once it is coloured
      <span key={at} className={Array.isArray(className) ? className.join(' ') : undefined}>
        {spansOf(node.children.filter((child) => child.type !== 'comment'))}
      </span>
    )
  })
}
