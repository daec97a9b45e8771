import type { Section } from '../message-types'

export const connection = {
  reconnecting: 'Reconectando',
  offline: 'No tienes conexión. Los mensajes se enviarán cuando la recuperes.',
  back: 'Vuelves a tener conexión',
  saidLost: 'Se ha perdido la conexión, intentando reconectar',
  saidBack: 'Conectado',
  unauthenticated: 'Tu sesión ha terminado. Recarga la página para entrar de nuevo.',
  crowded: 'Hay demasiadas ventanas abiertas desde aquí. Cierra algunas y recarga la página.',
  forbidden:
    'Esta dirección no puede comunicarse con el servidor. Abre Parley en su propia dirección y recarga la página.',
  storageFull:
    'El disco del servidor está lleno. Lo que escribas se guarda aquí y saldrá en cuanto vuelva a haber espacio.',
  orReload: '{sentence} También puedes recargar la página.',
} satisfies Section<'connection'>
