import type { Section } from '../message-types'

export const shortcuts = {
  anywhere: 'En cualquier parte',
  list: 'En la lista de mensajes',
  box: 'En el cuadro de mensaje',
  switch: 'Ir a una sala o a un chat privado',
  search: 'Buscar en esta sala',
  sheet: 'Mostrar estos atajos',
  regions: 'A la parte siguiente de la página',
  type: 'Cualquier letra va al cuadro de mensaje',
  typeKey: 'A a Z',
  rows: 'Al mensaje de arriba o de abajo',
  ends: 'Al primer o al último mensaje',
  into: 'A lo que se puede hacer con el mensaje',
  out: 'De vuelta al cuadro de mensaje',
  send: 'Enviar',
  newLine: 'Línea nueva',
  editLast: 'Editar mi último mensaje, si el cuadro está vacío',
  cancel: 'Dejar de editar o responder; si no, ir a lo último',
  off: 'Los atajos de una sola tecla están desactivados en las preferencias.',
} satisfies Section<'shortcuts'>
