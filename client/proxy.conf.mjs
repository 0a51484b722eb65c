// The development server's way to the real one. The Host header stays the browser's, which the origin check needs.
const target = `http://127.0.0.1:${process.env.INFRAHAUS_PORT ?? '3000'}`;

export default {
  '/graphql': { target, ws: true, changeOrigin: false },
  '/playground': { target, changeOrigin: false },
};
