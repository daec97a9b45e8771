// Next calls this once before a process serves: it installs the services where server.ts does not run.

export async function register(): Promise<void> {
  // Read by Next while it compiles: whatever follows is left out for other runtimes, which have no sockets and no files.
  if (process.env.NEXT_RUNTIME === 'nodejs') {
    const { hasServices } = await import('#lib/services')
    // Under server.ts nothing more is loaded: it has installed its own before it prepares Next.
    if (hasServices()) return
    const { installPagesServices } = await import('#lib/pages-services')
    await installPagesServices(process.env)
  }
}
