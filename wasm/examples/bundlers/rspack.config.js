import path from 'node:path';

export default {
  mode: 'production',
  entry: ['./page/main.js', './page/index.html'],
  output: { path: path.resolve('dist/rspack'), filename: '[name].js', module: true },
  experiments: { outputModule: true },
  // A worker that loads its pieces one after the other misses what is posted to it meanwhile.
  optimization: { splitChunks: false },
  module: { rules: [{ test: /\.html$/, type: 'asset/resource', generator: { filename: '[name][ext]' } }] },
};
