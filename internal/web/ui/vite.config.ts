import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react()],
  base: './', // the server says in the page under what path it is reached
  html: { cspNonce: 'NONCE-OF-THE-ANSWER' }, // the server writes another one into each answer
  build: {
    outDir: '../dist',
    emptyOutDir: false, // dist/README.md stays; the build's own names change with their content
    target: 'es2022',
    assetsInlineLimit: 0, // a font inside the style sheet would be refused, and read although nobody needs it
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
})
