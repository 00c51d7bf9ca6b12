local filetype = require('vm_registry.filetype')

if vim.fn.has('nvim-0.8') == 1 then
  vim.filetype.add({
    pattern = {
      ['.*[vV][mM][fF][iI][lL][eE]'] = filetype.of_name,
      ['.*[vV][mM][cC][oO][mM][pP][oO][sS][eE]'] = filetype.of_name,
      ['.*%.ya?ml'] = function(path, buffer)
        return filetype.of_name(path) or buffer ~= nil and filetype.of_content(buffer) or nil
      end,
    },
  })
else
  -- Neovim 0.7 asks vim.filetype only where the user wants it to.
  vim.api.nvim_create_autocmd({ 'BufRead', 'BufNewFile' }, {
    group = vim.api.nvim_create_augroup('vm_registry_filetype', {}),
    pattern = '*',
    callback = function(event)
      local found = filetype.of_name(event.file)
      if found == nil and event.file:find('%.ya?ml$') then
        found = filetype.of_content(event.buf)
      end
      if found ~= nil then
        vim.bo[event.buf].filetype = found
      end
    end,
  })
end
