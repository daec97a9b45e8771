# syntax=docker/dockerfile:1
# Parley in one image. Node 24 has long-term support. What these steps come to is tried by: npm run try:image

FROM node:24-slim AS tools
WORKDIR /app
# better-sqlite3 is compiled where its prebuilt binary cannot be fetched.
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*

FROM tools AS deps
COPY package.json package-lock.json .npmrc ./
COPY scripts/prune-modules.mjs scripts/
RUN npm ci --omit=dev
# What only a build, a test or a compiler needs, and what Next brings along for others.
RUN node scripts/prune-modules.mjs

FROM tools AS build
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run -s build
RUN rm -rf .next/cache .next/diagnostics .next/trace && find .next dist -name '*.map' -delete

FROM node:24-slim AS run
LABEL org.opencontainers.image.title="Parley"
LABEL org.opencontainers.image.description="Self-hosted web chat: send a code, they are in."
LABEL org.opencontainers.image.licenses="MIT"
WORKDIR /app
# Only /data belongs to the account that runs it.
RUN mkdir -p /data && chown 1001:1001 /data
COPY --from=deps /app/node_modules ./node_modules
COPY --from=build /app/package.json /app/next.config.mjs /app/LICENSE ./
COPY --from=build /app/public ./public
COPY --from=build /app/.next ./.next
COPY --from=build /app/dist ./dist
ENV NODE_ENV=production
ENV HOST=0.0.0.0
ENV PORT=3000
ENV DATA_DIR=/data
ENV QR=off
ENV NEXT_TELEMETRY_DISABLED=1
USER 1001:1001
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node as the first process answers SIGTERM itself and starts no others; run it with --init all the same.
CMD ["node", "dist/server.mjs"]
