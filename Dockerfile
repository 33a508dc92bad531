# The team's server, with the window that browsers get from it. Its steps are build/image.mjs, which a test runs too.
FROM node:24-bookworm-slim AS build
WORKDIR /src
# Only the window and the server are built here.
ENV ELECTRON_SKIP_BINARY_DOWNLOAD=1
COPY package.json package-lock.json .npmrc ./
COPY build ./build
RUN node build/image.mjs dependencies
COPY . .
RUN node build/image.mjs assemble /image

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /image ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["node", "healthy.mjs"]
ENTRYPOINT ["node", "dist/server/headless.js"]
